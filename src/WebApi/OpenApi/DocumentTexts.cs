using CleanAuth.WebApi.Cookies;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>The words that belong to no single operation.</summary>
internal static class DocumentTexts
{
    private const string Description =
        """
        Sign-up, log-in with a second factor, one-time codes by SMS or a call, and sessions.

        **Tokens.** Send them as `Authorization: Bearer TOKEN`. The `accessToken` opens everything for some minutes; the `refreshToken` is exchanged, once, for the next pair; the `secondFactorToken` opens only the second step of one log-in, the `enrollmentToken` only the switching on of a first factor.

        **Browsers** may leave the tokens to cookies that no script can read: `login?cookies=true`, from the service's own origin or one that its operator allowed. Answers then have no token, and every request that is no GET sends the header `X-CSRF-Token` with the value that each answer brings in the header of the same name; without it `csrf_invalid`. `refresh` and `logout` take `{}`. An `Authorization` header wins: cookies beside it are not looked at.

        **Log-in** is a state machine; branch on `status`:

        1. `login` with e-mail and password: `complete` gives the tokens, `secondFactorRequired` a `secondFactorToken`, `enrollmentRequired` an `enrollmentToken`.
        2. With the `secondFactorToken`: `sendOtp` with purpose `secondFactor` sends a code and gives a `challengeId`.
        3. With the `secondFactorToken`: `authenticateSecondFactor` with that `challengeId` and the code answers as `complete`.
        4. With the `enrollmentToken`: `generateTotp`, then `turnOnTotp` with the first code of the app; or `sendOtp` and `verifyOtp` with purpose `phoneVerification`, then `setSmsFactor` with the `phoneVerificationToken`. Both answer as `complete`, with recovery codes.
        5. `refresh` before the access token ends; `logout` at the end.

        **A forgotten password:** `forgotPassword`, `verifyOtp` with the code, `resetPassword` with the `passwordResetToken`; or `resetPassword` with a recovery code. Then log in as ever.

        Operations that change how somebody logs in need a recent log-in: `step_up_required` asks for a new one.

        **Errors** are `application/problem+json` (RFC 9457). Branch on `code`, which never changes; each operation lists its codes in `x-problem-codes`, and `type` is the address of a page that explains the code. `validation_failed` names each member in `errors`. With 429 and 503 wait for as long as `Retry-After` says.

        **Compatibility.** Members may be added to answers, and codes to operations; requests refuse members that they do not know. Members without a value are left out of answers, never null. Times are RFC 3339 in UTC, durations whole seconds.
        """;

    /// <summary>In the order of the pages.</summary>
    internal static readonly IReadOnlyList<OpenApiTag> Tags =
    [
        new() { Name = "Accounts", Description = "Sign-up, and the account of the caller." },
        new() { Name = "Login", Description = "The first step of a log-in: the password." },
        new() { Name = "Otp", Description = "One-time codes: sent, and answered as the proof of a number or of a forgotten password." },
        new() { Name = "TwoFactor", Description = "The second step of a log-in, and its settings." },
        new() { Name = "Passwords", Description = "Changing a password, and replacing a forgotten one." },
        new() { Name = "Sessions", Description = "Refreshing and ending a session." },
        new() { Name = "Administration", Description = "For administrators: accounts, what they must prove, what happened, and messages. Every write names its reason." },
        new() { Name = "Sms", Description = "Called by the gateway that carries the messages, and by nobody else." },
        new() { Name = "WellKnown", Description = "What a resource server needs to check access tokens by itself." },
    ];

    internal static void Describe(this SwaggerGenOptions contract, string document)
    {
        contract.SwaggerDoc(document, new OpenApiInfo
        {
            Title = "CleanAuth API",
            Version = document,
            Description = Description.ReplaceLineEndings("\n"),
            License = new OpenApiLicense { Name = "MIT", Url = new Uri("https://opensource.org/license/mit") },
        });
        contract.AddServer(new OpenApiServer { Url = "/" });
        contract.AddSecurityDefinition(CallerRequirements.AccessToken, Bearer("From login, authenticateSecondFactor, refresh or stepUp, and from turnOnTotp or setSmsFactor with an enrollmentToken."));
        contract.AddSecurityDefinition(CallerRequirements.SecondFactorToken, Bearer("From login with status secondFactorRequired; opens only the second step; forget it afterwards."));
        contract.AddSecurityDefinition(CallerRequirements.AccessCookie, Cookie(SessionCookies.AccessName, "The accessToken of a browser that logged in with cookies=true."));
        contract.AddSecurityDefinition(CallerRequirements.RefreshCookie, Cookie(SessionCookies.RefreshName, "The refreshToken of such a browser."));
        contract.AddSecurityDefinition(CallerRequirements.StepCookie, Cookie(SessionCookies.StepName, "The secondFactorToken or enrollmentToken of such a browser."));
        contract.AddSecurityDefinition(CallerRequirements.EnrollmentToken, Bearer("From login with status enrollmentRequired; only switches the account's first factor on; forget it afterwards."));
    }

    private static OpenApiSecurityScheme Cookie(string name, string description) =>
        new() { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = name, Description = description };

    private static OpenApiSecurityScheme Bearer(string description) =>
        new() { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = description };
}
