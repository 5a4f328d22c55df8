namespace CleanAuth.Infrastructure.Security;

/// <summary>
/// What keys are derived from the master key for. A label is the <c>info</c> of HKDF (RFC 5869 3.2), so no two uses share a key
/// (ASVS 5.0 11.1.1). A use that changes its input gets the next version.
/// </summary>
internal static class KeyPurposes
{
    /// <summary>Hashes of one-time codes.</summary>
    internal const string OtpCode = "cleanauth/otp-code/v2";

    /// <summary>Successors of refresh tokens.</summary>
    internal const string RefreshSuccessor = "cleanauth/refresh-successor/v1";

    /// <summary>Values that unsafe requests with cookies bring along.</summary>
    internal const string CsrfToken = "cleanauth/csrf-token/v1";

    /// <summary>Telephone numbers, and the accounts that resets name, in the tables of limits.</summary>
    internal const string NumberLimits = "cleanauth/number-limits/v1";

    /// <summary>Prefixes of numbers and addresses of clients in the counters of the spend guard.</summary>
    internal const string SpendCounters = "cleanauth/spend-counters/v1";

    /// <summary>Links that the gateway asks about a call.</summary>
    internal const string CallLinks = "cleanauth/call-links/v1";

    /// <summary>Networks that accounts logged in from.</summary>
    internal const string KnownSources = "cleanauth/known-sources/v1";

    /// <summary>Cursors of lists.</summary>
    internal const string PageCursors = "cleanauth/page-cursors/v3";

    /// <summary>Encrypts what a list is sorted by in its cursors.</summary>
    internal const string PageCursorKeys = "cleanauth/page-cursor-keys/v1";

    /// <summary>E-mail addresses, networks and sessions in the counters of wrong passwords.</summary>
    internal const string PasswordCounters = "cleanauth/password-counters/v1";

    /// <summary>E-mail addresses without an account, where resets are counted.</summary>
    internal const string UnknownNames = "cleanauth/unknown-names/v1";

    /// <summary>Links of the audit chain.</summary>
    internal const string AuditChain = "cleanauth/audit-chain/v1";

    /// <summary>Names of networks in the audit trail.</summary>
    internal const string AuditNetworks = "cleanauth/audit-networks/v1";

    /// <summary>Seals the Data Protection key ring, and through it the signing keys.</summary>
    internal const string KeyRing = "cleanauth/key-ring/v1";
}
