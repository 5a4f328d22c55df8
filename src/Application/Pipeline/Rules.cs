using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CleanAuth.Application.Passwords;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Administration;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Security;
using FluentValidation;
using FluentValidation.Results;

namespace CleanAuth.Application.Pipeline;

/// <summary>The rule for each kind of field; every field of the contract uses one of them (ASVS 5.0 2.1.1).</summary>
internal static partial class Rules
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    // Not NotEmpty, which takes blanks for nothing: a password may be made of them (ASVS 5.0 6.2.5).
    internal static IRuleBuilderOptions<T, string?> Required<T>(this IRuleBuilderInitial<T, string?> rule) =>
        rule.Cascade(CascadeMode.Stop).Must(text => !string.IsNullOrEmpty(text)).WithErrorCode("required").WithMessage("is required");

    internal static IRuleBuilderOptions<T, string?> IsEmail<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => EmailAddress.TryParse(text, out _)).WithErrorCode("email_invalid")
            .WithMessage($"must be an e-mail address of at most {EmailAddress.MaxLength} characters with an ASCII local part");

    /// <summary>For a password that is being set; <paramref name="email"/> gives null where it is not known.</summary>
    internal static void IsNewPassword<T>(this IRuleBuilder<T, string?> rule, PasswordRules passwords, Func<T, EmailAddress?> email) =>
        rule.Custom((password, context) =>
        {
            if (passwords.Judge(password!, email(context.InstanceToValidate)) is { } broken)
            {
                context.AddFailure(new ValidationFailure(context.PropertyPath, broken.Message) { ErrorCode = broken.Code });
            }
        });

    /// <summary>For a password that exists; a new one is judged by <see cref="PasswordRules"/>.</summary>
    internal static IRuleBuilderOptions<T, string?> IsPassword<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => text!.EnumerateRunes().Count() <= PasswordPolicy.MaxLength && PasswordPolicy.IsText(text)).WithErrorCode("password_invalid")
            .WithMessage($"must be Unicode text of at most {PasswordPolicy.MaxLength} characters");

    internal static IRuleBuilderOptions<T, string?> IsPhoneNumber<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => PhoneNumber.TryParse(text, out _)).WithErrorCode("phone_number_invalid")
            .WithMessage("must be a number with its calling code, such as +447700900123: a plus sign or 00, then 8 to 15 digits; blanks, dashes, dots and brackets may stand between");

    internal static IRuleBuilderOptions<T, string?> IsOpaqueToken<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => OpaqueToken.TryParse(text, out _)).WithErrorCode("token_malformed")
            .WithMessage($"must be the token as it was given: {OpaqueToken.Length} characters");

    internal static IRuleBuilderOptions<T, string?> IsChallengeId<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => ChallengeId.TryParse(text, out _)).WithErrorCode("challenge_id_malformed")
            .WithMessage($"must be the challengeId as it was given: {ChallengeId.Length} characters");

    internal static IRuleBuilderOptions<T, string?> IsCode<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => OtpCode.TryParse(text, out _)).WithErrorCode("code_malformed")
            .WithMessage($"must be {OtpCode.MinLength} to {OtpCode.MaxLength} digits");

    internal static IRuleBuilderOptions<T, string?> IsDisplayName<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => text is { Length: > 0 } && text == text.Trim() && text.EnumerateRunes().Count() <= Account.DisplayNameLength && text.EnumerateRunes().All(IsPlain))
            .WithErrorCode("display_name_invalid")
            .WithMessage($"must be 1 to {Account.DisplayNameLength} characters without control characters, bidirectional overrides or blanks at its ends");

    /// <summary>Why an administrator does something. No address and no number: the audit trail outlives the account (decisions 25).</summary>
    internal static void IsReason<T>(this IRuleBuilderInitial<T, string?> rule) =>
        rule.Required()
            .Must(text => text == text!.Trim() && text.EnumerateRunes().Count() is >= 3 and <= AuditEvent.ReasonLength && text.EnumerateRunes().All(IsPlain))
            .WithErrorCode("reason_invalid").WithMessage($"must be 3 to {AuditEvent.ReasonLength} characters without control characters, bidirectional overrides or blanks at its ends")
            .Must(text => !NamesSomebody().IsMatch(text!))
            .WithErrorCode("reason_names_person").WithMessage("must not hold an e-mail address or a phone number: the reason is kept longer than the account; name a ticket instead");

    internal static IRuleBuilderOptions<T, string?> IsUserText<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => UserText.TryParse(text, out _)).WithErrorCode("search_text_invalid")
            .WithMessage($"must be the first {UserText.ShortestEmail} or more characters of an e-mail address, or the last {UserText.ShortestPhone} or more digits of a number; digits alone are of a number");

    // An at sign between other characters, a plus with seven digits behind it, or nine digits in a row; in any script and width.
    [GeneratedRegex(@"\S[@\uFE6B\uFF20]\S|[+\uFF0B](?:[ ().\-]?\p{Nd}){7}|\p{Nd}{9}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamesSomebody();

    // Lone surrogates come as U+FFFD from EnumerateRunes. Format characters hold the bidirectional overrides; joiners are part of names and emoji.
    private static bool IsPlain(Rune rune) =>
        rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => false,
            UnicodeCategory.Format => rune.Value is ZeroWidthNonJoiner or ZeroWidthJoiner,
            _ => true,
        };
}
