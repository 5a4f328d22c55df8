using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.Application.Otp;

/// <summary>Who asks for or answers a code: nobody known, a full token (<see cref="Account"/> and <see cref="Session"/>), or a restricted one (<see cref="Account"/> and <see cref="Login"/>, or <see cref="Enrollment"/>).</summary>
public sealed record OtpCaller(AccountId? Account = null, PendingLoginId? Login = null, LiveSession? Session = null, EnrollmentId? Enrollment = null);
