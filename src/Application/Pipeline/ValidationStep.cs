using CleanAuth.Domain;
using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace CleanAuth.Application.Pipeline;

/// <summary>Refuses a request whose members break a rule, before its handler sees it. Never logs: a failure carries the attempted value.</summary>
public sealed class ValidationStep<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IFailable<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var failures = validators.SelectMany(validator => validator.Validate(request).Errors).ToList();
        return failures.Count == 0 ? await next() : TResponse.Fail(ValidationErrors.Of(ByMember(failures)));
    }

    private static Dictionary<string, MemberError[]> ByMember(IEnumerable<ValidationFailure> failures) =>
        failures.GroupBy(failure => ValidationErrors.MemberName(failure.PropertyName))
            .ToDictionary(member => member.Key, member => member.Select(f => new MemberError(f.ErrorCode, f.ErrorMessage)).ToArray());
}
