using CleanAuth.Application.Administration;
using CleanAuth.Application.Auditing;
using CleanAuth.Application.Spend;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.TwoFactor;
using CleanAuth.WebApi.Administration;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>What administrators send and get; of the same made-up person as <see cref="Examples"/>.</summary>
internal static class AdministrationExamples
{
    private const string Reason = "Ticket 4711: identity checked by video call";

    private static readonly UserDetail s_user = new()
    {
        AccountId = Examples.AccountId,
        Email = Examples.Email,
        DisplayName = Examples.DisplayName,
        PhoneHint = Examples.PhoneHint,
        Status = AccountStatus.Active,
        Role = Role.User,
        CreatedAt = Examples.Then,
        PasswordChangedAt = Examples.Then,
        LastLoginAt = Examples.Then.AddDays(1),
        Totp = new TotpState(Enabled: true),
        Sms = new SmsState(Enabled: true, Examples.PhoneHint),
        RecoveryCodesLeft = 9,
        Recoverable = true,
        Required = true,
        RequiredBy = RequiredBy.Policy,
        MustEnroll = false,
        ThrottledFactors = [new ThrottledFactor(Factor.Totp, Failures: 11, Suspended: false, Examples.Then.AddDays(2))],
        OpenSessions = 2,
    };

    private static readonly AuditItem s_audited = new(
        new Guid("01990000-0000-7000-8000-000000000004"), Examples.Then, SecurityEvent.AccountDisabled, AuditOutcome.Succeeded, AuditActor.Administrator,
        Examples.AccountId, new Guid("01990000-0000-7000-8000-000000000005"), new Guid("01990000-0000-7000-8000-000000000006"), AuditOrigin.Api, "EXAMPLE-NETWORK0", Reason);

    private static readonly UserItem s_listed = new(
        Examples.AccountId, Examples.Email, Examples.DisplayName, Examples.PhoneHint, AccountStatus.Active, Role.User, new UserFactors(Totp: true, Sms: false), Required: true, EnforceFrom: Examples.Then, Locked: false, Examples.Then);

    private static readonly Dictionary<string, long> s_refused = new() { ["resend_too_soon"] = 9, ["prefix_cap"] = 2 };

    internal static readonly IReadOnlyList<NamedExample> All =
    [
        Examples.One(new SetTwoFactorPolicyRequest(Required: true, Reason, Examples.Then.AddDays(30))),
        Examples.One(new ResetTwoFactorRequest(Reason, PhoneLost: false)),
        Examples.One(new UserList([s_listed], Examples.Cursor)),
        new("email", "By the beginning of an address", new SearchUsersRequest("ada@exam", Status: AccountStatus.Active)),
        new("phone", "By the end of a number", new SearchUsersRequest("0123")),
        new("next", "The page behind another one", new SearchUsersRequest("ada@exam", Cursor: Examples.Cursor, Limit: 100)),
        Examples.One(new SetAccountStatusRequest(AccountStatus.Disabled, Reason)),
        Examples.One(new SetRoleRequest(Role.Admin, Reason)),
        Examples.One(new ReasonRequest(Reason)),
        Examples.One(s_user),
        Examples.One(new SetSmsKillSwitchRequest(Enabled: true, "Ticket 4712: pumping from three countries")),
        Examples.One(new SmsUsageList(
            [new SmsUsageOfDay(new DateOnly(2026, 1, 15), "44", Sent: 120, Delivered: 117, Verified: 101, Cost: 4.8m, s_refused)],
            new SmsUsageTotals(Sent: 120, Delivered: 117, Verified: 101, Cost: 4.8m, s_refused), KillSwitchEnabled: false, NextCursor: null)),
        Examples.One(new AuditEventList([s_audited], Examples.Cursor)),
    ];

    /// <summary>The lines of an export of audit events.</summary>
    internal static IReadOnlyList<object> AuditExport => [s_audited, new AuditExportEnd(Count: 1, NextCursor: null)];
}
