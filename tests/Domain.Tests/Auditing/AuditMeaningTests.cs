using CleanAuth.Domain.Auditing;

namespace CleanAuth.Domain.Tests.Auditing;

public sealed class AuditMeaningTests
{
    private static IEnumerable<SecurityEvent> Events => Enum.GetValues<SecurityEvent>();

    [TestCaseSource(nameof(Events))]
    public void An_event_whose_name_says_so_failed_or_was_refused(SecurityEvent what)
    {
        var name = $"{what}";
        var expected = name.EndsWith("Failed", StringComparison.Ordinal) ? AuditOutcome.Failed
            : name.Contains("Refused", StringComparison.Ordinal) || name.EndsWith("Throttled", StringComparison.Ordinal)
                || name.EndsWith("Suspended", StringComparison.Ordinal) || name.EndsWith("Reused", StringComparison.Ordinal) ? AuditOutcome.Refused
            : AuditOutcome.Succeeded;

        Assert.That(AuditMeaning.OutcomeOf(what), Is.EqualTo(expected));
    }

    [TestCase(SecurityEvent.AccountDisabled, AuditOrigin.Api, true, true, AuditActor.Administrator)]
    [TestCase(SecurityEvent.AccountUnlocked, AuditOrigin.Command, false, false, AuditActor.Operator)]
    [TestCase(SecurityEvent.SigningKeyCreated, AuditOrigin.Service, false, false, AuditActor.Service)]
    [TestCase(SecurityEvent.LoginFailed, AuditOrigin.Api, false, false, AuditActor.Stranger)]
    [TestCase(SecurityEvent.PasswordResetAsked, AuditOrigin.Api, false, false, AuditActor.Stranger)]
    [TestCase(SecurityEvent.StepUpFailed, AuditOrigin.Api, false, true, AuditActor.Owner)]
    [TestCase(SecurityEvent.SecondFactorAsked, AuditOrigin.Api, false, false, AuditActor.Owner)]
    [TestCase(SecurityEvent.RefreshTokenReused, AuditOrigin.Api, false, true, AuditActor.Stranger)]
    public void Whoever_has_a_secret_of_the_account_is_its_owner(SecurityEvent what, AuditOrigin origin, bool isAdministrators, bool hasSession, AuditActor actor) =>
        Assert.That(AuditMeaning.ActorOf(what, origin, isAdministrators, hasSession), Is.EqualTo(actor));
}
