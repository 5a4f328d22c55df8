using CleanAuth.Application.Pipeline;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Import;
using FluentValidation;

namespace CleanAuth.Application.Import;

/// <summary>One line of an import: an account of another system. Null and absent are the same.</summary>
public sealed class ImportedPerson
{
    /// <summary>The name to log in with.</summary>
    public string? Email { get; init; }

    /// <summary>Read and not used: no e-mail address is verified here yet, so nothing would rest on it.</summary>
    public bool? EmailVerified { get; init; }

    /// <summary>A number with its calling code; kept only when <see cref="PhoneVerified"/> is true.</summary>
    public string? Phone { get; init; }

    /// <summary>True when the other system had proof that the person has the number.</summary>
    public bool? PhoneVerified { get; init; }

    /// <summary>How to address the person.</summary>
    public string? DisplayName { get; init; }

    /// <summary>When the person signed up; ISO 8601, in UTC where it names no zone. The time of the import when it is absent.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>In one of the forms of <see cref="ForeignHash"/>.</summary>
    public string? PasswordHash { get; init; }

    public override string ToString() => nameof(ImportedPerson);
}

public sealed class ImportedPersonValidator : AbstractValidator<ImportedPerson>
{
    public ImportedPersonValidator()
    {
        RuleFor(p => p.Email).Required().IsEmail();
        RuleFor(p => p.Phone).Required().IsPhoneNumber()
            .Must(phone => PhoneNumber.Parse(phone!).IsSupported).WithErrorCode("phone_number_not_supported").WithMessage("must not have a premium, special or unassigned code")
            .When(p => p.PhoneVerified is true);
        RuleFor(p => p.DisplayName).IsDisplayName().When(p => p.DisplayName is not null);
        RuleFor(p => p.CreatedAt).Must(text => SignUpTime.TryParse(text, out _)).WithErrorCode("time_invalid")
            .WithMessage("must be a time such as 2019-04-01T12:00:00Z, of 1970 or later")
            .When(p => p.CreatedAt is not null);
        RuleFor(p => p.PasswordHash).Required()
            .Must(text => ForeignHash.TryParse(text, out _)).WithErrorCode("hash_unknown")
            .WithMessage("must be a hash of ASP.NET Identity (version 2 or 3), bcrypt ($2a$, $2b$, $2y$) or PBKDF2 ($pbkdf2-sha256$, $pbkdf2-sha512$)")
            .Must(text => ForeignHash.TryParse(text, out var hash) && hash.IsAffordable).WithErrorCode("hash_too_costly")
            .WithMessage($"must not cost more than 2^{HashBounds.MaxBcryptCost} rounds of bcrypt or {HashBounds.MaxIterations} of PBKDF2");
    }
}
