using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.Domain.TwoFactor;

/// <summary>What a new secret is bound to: the session that asked for it, or the enrolment. Both are UUIDs, so none is ever the other.</summary>
public readonly record struct SetupId
{
    private SetupId(Guid value) => Value = value;

    public Guid Value { get; }

    public static SetupId Of(SessionId session) => new(session.Value);

    public static SetupId Of(EnrollmentId enrollment) => new(enrollment.Value);

    public override string ToString() => Value.ToString();
}
