using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;

namespace CleanAuth.Application.Otp;

/// <summary>Who asks for or answers a code: nobody known, a full token (<see cref="Account"/>), or a restricted one (both).</summary>
public sealed record OtpCaller(AccountId? Account = null, PendingLoginId? Login = null);
