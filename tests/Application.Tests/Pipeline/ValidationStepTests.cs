using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Tests.Pipeline;

public sealed class ValidationStepTests
{
    private int _handled;

    [Test]
    public async Task A_good_request_reaches_its_handler_and_its_answer_comes_back()
    {
        var result = await RunAsync(new Order("tea", 2), new Names(), new Counts());

        Assert.That(result.Value, Is.EqualTo("handled"));
        Assert.That(_handled, Is.EqualTo(1));
    }

    [Test]
    public async Task A_request_without_rules_reaches_its_handler() => Assert.That((await RunAsync(new Order("", 0))).IsSuccess, Is.True);

    [Test]
    public async Task A_bad_request_never_reaches_its_handler()
    {
        var result = await RunAsync(new Order("", 2), new Names());

        Assert.That(result.IsSuccess, Is.False);
        Assert.That(_handled, Is.Zero);
    }

    [Test]
    public async Task The_failures_of_all_validators_are_grouped_by_JSON_name()
    {
        var result = await RunAsync(new Order("", 0), new Names(), new Counts());

        Assert.That((result.Error!.Kind, result.Error.Code), Is.EqualTo((ErrorKind.Invalid, "validation_failed")));
        Assert.That(result.Error.Members!.Keys, Is.EquivalentTo(new[] { "itemName", "count" }));
        Assert.That(result.Error.Members["itemName"], Is.EqualTo(new MemberError[] { new("name_empty", "must have a name"), new("name_short", "must be longer") }));
        Assert.That(result.Error.Members["count"], Is.EqualTo(new MemberError[] { new("count_invalid", "must be positive") }));
    }

    [Test]
    public async Task Nothing_that_was_sent_is_in_the_refusal()
    {
        var result = await RunAsync(new Order("x", -4711), new Names(), new Counts());

        Assert.That(result.Error!.Members!.Values.SelectMany(errors => errors).Select(error => error.ToString()).Append(result.Error.ToString()),
            Has.None.Contains("4711"));
    }

    private Task<Result<string>> RunAsync(Order order, params IValidator<Order>[] validators) =>
        new ValidationStep<Order, Result<string>>(validators).Handle(order, Some.Ct, () =>
        {
            _handled++;
            return Task.FromResult<Result<string>>("handled");
        });

    private sealed record Order(string ItemName, int Count) : IRequest<Result<string>>;

    private sealed class Names : AbstractValidator<Order>
    {
        public Names() => RuleFor(order => order.ItemName)
            .NotEmpty().WithErrorCode("name_empty").WithMessage("must have a name").MinimumLength(2).WithErrorCode("name_short").WithMessage("must be longer");
    }

    private sealed class Counts : AbstractValidator<Order>
    {
        public Counts() => RuleFor(order => order.Count).GreaterThan(0).WithErrorCode("count_invalid").WithMessage("must be positive");
    }
}
