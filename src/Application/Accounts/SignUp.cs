using CleanAuth.Application.Passwords;
using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Security;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Accounts;

/// <summary>Creates an account.</summary>
/// <param name="Email">The name to log in with.</param>
/// <param name="Password">12 to 128 characters, any Unicode, without the name in the e-mail address or the service's, and none that many people choose.</param>
/// <param name="DisplayName">How to address the person.</param>
/// <param name="PhoneVerificationToken">From verify-otp: makes the number the account's verified one.</param>
public sealed record SignUpCommand(string Email, string Password, string? DisplayName, string? PhoneVerificationToken) : IRequest<Result<SignedUp>>
{
    public override string ToString() => nameof(SignUpCommand);
}

/// <param name="AccountId">The <c>sub</c> of the account's tokens.</param>
/// <param name="Email">In the canonical form that is stored.</param>
/// <param name="PhoneNumber">The verified number, if one was proved.</param>
/// <param name="Recoverable">False: a lost password could not be replaced; a verified number mends that.</param>
public sealed record SignedUp(Guid AccountId, string Email, string? PhoneNumber, bool Recoverable)
{
    public override string ToString() => nameof(SignedUp);
}

public sealed class SignUpValidator : AbstractValidator<SignUpCommand>
{
    public SignUpValidator(PasswordRules passwords)
    {
        RuleFor(c => c.Email).Required().IsEmail();
        RuleFor(c => c.Password).Required().IsNewPassword(passwords, c => EmailAddress.TryParse(c.Email, out var email) ? email : null);
        RuleFor(c => c.DisplayName).IsDisplayName().When(c => c.DisplayName is not null);
        RuleFor(c => c.PhoneVerificationToken).IsOpaqueToken().When(c => c.PhoneVerificationToken is not null);
    }
}

public sealed class SignUpHandler(
    IAccounts accounts, IPhoneProofs proofs, PasswordRules rules, IPasswordBudgets budgets, IAuditTrail audit, ITransactions transactions, TimeProvider time)
    : IRequestHandler<SignUpCommand, Result<SignedUp>>
{
    public async Task<Result<SignedUp>> Handle(SignUpCommand request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var token = request.PhoneVerificationToken is null ? null : OpaqueToken.Parse(request.PhoneVerificationToken);
        var proof = token is null ? null : await proofs.FindAsync(token, account: null, now, cancellationToken);
        if (token is not null && proof is null)
        {
            return OtpErrors.ProofInvalid;
        }

        var email = EmailAddress.Parse(request.Email);
        if (await rules.RefusalAsync(nameof(request.Password), request.Password, email, cancellationToken) is { } refused)
        {
            return refused;
        }

        var hash = await accounts.HashPasswordAsync(request.Password, cancellationToken);
        if (!hash.IsSuccess)
        {
            return hash.Error;
        }

        var account = new NewAccount(new AccountId(Guid.CreateVersion7(now)), email, request.DisplayName, proof?.Phone, now);
        return await transactions.RunAsync(ct => CreateAsync(account, hash.Value, token, ct), cancellationToken);
    }

    private async Task<Result<SignedUp>> CreateAsync(NewAccount account, PasswordHash hash, OpaqueToken? token, CancellationToken ct)
    {
        var created = await accounts.CreateAsync(account, hash, ct);
        if (!created.IsSuccess)
        {
            return created.Error;
        }

        if (token is not null && await proofs.SpendAsync(token, account: null, account.CreatedAt, ct) is null)
        {
            return OtpErrors.ProofInvalid;
        }

        // What strangers tried on the e-mail before it was anybody's must not delay its owner.
        await budgets.ClearAsync(account.Email, ct);
        await audit.RecordAsync(new AuditEvent(SecurityEvent.AccountCreated, account.CreatedAt, account.Id), ct);
        return new SignedUp(account.Id.Value, account.Email.Value, account.Phone?.Value, Recoverable: account.Phone is not null);
    }
}
