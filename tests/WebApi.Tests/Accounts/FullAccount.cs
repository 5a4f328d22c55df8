using System.Net;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Passwords;

namespace CleanAuth.WebApi.Tests.Accounts;

/// <summary>Somebody who used every feature, so that every table knows them. A feature with a new table is used here.</summary>
/// <param name="Texts">What names the person: the e-mail, the name, and every number that was theirs.</param>
internal sealed record FullAccount(PersonWithApp User, Guid Id, string Token, string SecondFactorToken, string EnrollmentToken, string RefreshToken, IReadOnlyList<string> Texts)
{
    internal static async Task<FullAccount> CreateAsync(ServiceHost host, ServiceHost strict)
    {
        var (api, email, first) = (host.Client(), AuthApi.NewEmail(), AuthApi.NewPhone());
        (await api.SignUpAsync(email, await api.ProvePhoneAsync(first))).Expect(HttpStatusCode.Created);
        await api.ProveResetAsync(new Person(email, first, "", ""));
        var enrollmentToken = await strict.Client().StartEnrolmentAsync(email);
        var login = (await api.LogInAsync(email)).Expect(HttpStatusCode.OK);
        var token = login["accessToken"]!;
        var secret = (await api.GenerateTotpAsync(token)).Expect(HttpStatusCode.OK)["secret"]!;
        var on = (await api.TurnOnTotpAsync(token, api.CodeOf(secret))).Expect(HttpStatusCode.OK);
        var codes = on.Json.GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()!).ToList();
        var user = new PersonWithApp(new Person(email, first, token, login["refreshToken"]!), secret, codes);
        token = await host.StepUpByAppAsync(user);

        (await api.ChangeNameAsync(token, $"Dulcinea {email[8..24]}")).Expect(HttpStatusCode.OK);
        var number = AuthApi.NewPhone();
        (await api.SetPhoneAsync(token, await api.ProvePhoneAsync(number, token))).Expect(HttpStatusCode.OK);
        (await api.SetSmsFactorAsync(token, enabled: true)).Expect(HttpStatusCode.OK);
        (await api.GenerateTotpAsync(token)).Expect(HttpStatusCode.OK);
        user = user with { Person = user.Person with { PhoneNumber = number } };

        var restricted = await api.StartLogInAsync(user.Person);
        (await api.AuthenticateByAsync("totp", restricted, AuthApi.WrongCode(api.CodeOf(secret)))).Expect(HttpStatusCode.Unauthorized);
        (await api.SendSecondFactorOtpAsync(restricted)).Expect(HttpStatusCode.Accepted);
        await host.WaitForOutboxAsync();

        var id = Guid.Parse((await api.GetAccountAsync(token)).Expect(HttpStatusCode.OK)["accountId"]!);
        return new FullAccount(user, id, token, restricted, enrollmentToken, login["refreshToken"]!, [email, email[8..24], first[1..], number[1..]]);
    }
}
