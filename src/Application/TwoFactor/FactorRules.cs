using System.Linq.Expressions;
using CleanAuth.Application.Login;
using CleanAuth.Application.Pipeline;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.TwoFactor;
using FluentValidation;

namespace CleanAuth.Application.TwoFactor;

/// <summary>The rules of a code that a factor is proved with: each method has a form of its own, and only a code by SMS has a challenge.</summary>
internal static class FactorRules
{
    internal static void ProvesFactor<T>(
        this AbstractValidator<T> validator, Func<T, SecondFactorMethod?> method, Expression<Func<T, string?>> code, Expression<Func<T, string?>> challengeId)
    {
        validator.When(request => method(request) == SecondFactorMethod.Sms, () =>
        {
            validator.RuleFor(code).Required().IsCode();
            validator.RuleFor(challengeId).Required().IsChallengeId();
        });
        validator.When(request => method(request) == SecondFactorMethod.Totp, () => validator.RuleFor(code).Required().IsTotp());
        validator.When(request => method(request) == SecondFactorMethod.RecoveryCode, () => validator.RuleFor(code).Required().IsRecoveryCode());
        validator.When(request => method(request) is SecondFactorMethod.Totp or SecondFactorMethod.RecoveryCode, () =>
            validator.RuleFor(challengeId).Null().WithErrorCode("not_allowed").WithMessage("is only for sms"));
    }

    /// <summary>The code to the verified number of an enrolment: its challenge and itself, or neither.</summary>
    internal static void MayProveNumber<T>(this AbstractValidator<T> validator, Expression<Func<T, string?>> challengeId, Expression<Func<T, string?>> code)
    {
        var (givenChallenge, givenCode) = (challengeId.Compile(), code.Compile());
        validator.When(request => givenChallenge(request) is not null || givenCode(request) is not null, () =>
        {
            validator.RuleFor(challengeId).Required().IsChallengeId();
            validator.RuleFor(code).Required().IsCode();
        });
    }

    /// <summary>With a session nothing but the factor itself is proved.</summary>
    internal static void ProvesNoNumber<T>(this AbstractValidator<T> validator, Expression<Func<T, string?>> challengeId, Expression<Func<T, string?>> code)
    {
        validator.RuleFor(challengeId).Null().WithErrorCode("not_allowed").WithMessage("is only for an enrollmentToken");
        validator.RuleFor(code).Null().WithErrorCode("not_allowed").WithMessage("is only for an enrollmentToken");
    }

    internal static IRuleBuilderOptions<T, string?> IsTotp<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => text!.Length == Totp.Digits && OtpCode.TryParse(text, out _)).WithErrorCode("code_malformed").WithMessage($"must be {Totp.Digits} digits");

    internal static IRuleBuilderOptions<T, string?> IsRecoveryCode<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => RecoveryCode.TryParse(text, out _)).WithErrorCode("code_malformed")
            .WithMessage("must be a recovery code as it was given: a digit and 16 letters or digits; blanks and dashes may stand between");
}
