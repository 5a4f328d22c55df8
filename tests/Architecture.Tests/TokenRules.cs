using CleanAuth.Application.Login;
using CleanAuth.Application.Sessions;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Architecture.Tests.Breakers;
using CleanAuth.Domain.Sessions;
using CleanAuth.WebApi;

namespace CleanAuth.Architecture.Tests;

/// <summary>
/// There is no way to a full token but those that end a log-in, carry it on or prove it anew (ASVS 5.0 6.3.3, 6.3.4). Who could make one is read
/// from the code, not only from constructors.
/// </summary>
public sealed class TokenRules
{
    private static IEnumerable<Type> Callers => Layers.TypesOf(Layers.Domain, Layers.Application, Layers.WebApi);

    [Test]
    public void Full_tokens_are_made_where_a_session_is_opened_refreshed_or_proved_anew_and_nowhere_else()
    {
        Assert.That(UsersOf(typeof(IAccessTokenIssuer), Callers), Is.EquivalentTo(new[] { typeof(IAccessTokenIssuer), typeof(SessionOpening), typeof(RefreshSessionHandler), typeof(StepUpHandler) }));
        Assert.That(UsersOf(typeof(IAccessTokenIssuer), Layers.TypesOf(Layers.Infrastructure)).Select(type => type.Name), Is.EquivalentTo(new[] { "AccessTokenIssuer", "TokenSetup" }));
    }

    [Test]
    public void Sessions_are_opened_by_a_log_in_without_second_factor_or_after_it_or_with_the_first_one()
    {
        Type[] doors = [typeof(LoginHandler), typeof(AuthenticateSecondFactorHandler), typeof(EnrollmentSteps)];
        Type[] registration = [typeof(ApplicationSetup)];

        Assert.That(UsersOf(typeof(SessionOpening), Callers), Is.EquivalentTo(doors.Concat(registration).Append(typeof(SessionOpening))));
        Assert.That(
            UsersOf(typeof(EnrollmentSteps), Callers),
            Is.EquivalentTo(new[] { typeof(EnrollTotpHandler), typeof(EnrollSmsHandler), typeof(ApplicationSetup), typeof(EnrollmentSteps) }));
    }

    [Test]
    public void A_third_door_is_seen_however_it_hides()
    {
        var breakers = Layers.TypesOf(typeof(TokenRules).Assembly).ToList();

        Assert.That(UsersOf(typeof(IAccessTokenIssuer), breakers), Does.Contain(typeof(ThirdIssuer)).And.Contains(typeof(HiddenIssuer)));
        Assert.That(UsersOf(typeof(SessionOpening), breakers), Does.Contain(typeof(ThirdDoor)));
        Assert.That(UsersOf(typeof(SessionOpening), breakers), Does.Not.Contain(typeof(ThirdIssuer)));
    }

    private static List<Type> UsersOf(Type target, IEnumerable<Type> among) =>
        [.. among.Where(type => type == target || Uses.Of(type).Contains(target))];
}
