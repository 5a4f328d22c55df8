using CleanAuth.Application.Login;
using CleanAuth.Application.Sessions;
using CleanAuth.Domain.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CleanAuth.WebApi.Cookies;

/// <summary>The one place where the tokens of an answer become cookies, in every action; use cases know nothing of it.</summary>
internal sealed class TokensIntoCookies(ITokenReader tokens, CsrfProof proof, TimeProvider time) : IResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is ObjectResult { Value: { } answer } result && CookieMode.IsOn(context.HttpContext))
        {
            result.Value = Taken(answer, context.HttpContext.Response, time.GetUtcNow());
        }
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }

    private object Taken(object answer, HttpResponse response, DateTimeOffset now)
    {
        switch (answer)
        {
            case LoginComplete complete:
                SetAccess(response, complete.AccessToken, complete.ExpiresIn, now);
                response.SetCookie(SessionCookies.RefreshName, complete.RefreshToken, complete.RefreshExpiresIn);
                response.ClearCookies(SessionCookies.StepName);
                return new CookieLoginComplete(complete.ExpiresIn, complete.RefreshExpiresIn, complete.RecoveryCodesLeft, complete.RecoveryCodes);
            case SteppedUp steppedUp:
                SetAccess(response, steppedUp.AccessToken, steppedUp.ExpiresIn, now);
                return new CookieSteppedUp(steppedUp.ExpiresIn);
            case SecondFactorRequired required:
                SetStep(response, required.SecondFactorToken, required.ExpiresIn, CsrfSubject.Of(tokens.ReadSecondFactorToken(required.SecondFactorToken, now)!.Login));
                return new CookieSecondFactorRequired(required.ExpiresIn, required.Methods, required.PhoneHint);
            case EnrollmentRequired required:
                SetStep(response, required.EnrollmentToken, required.ExpiresIn, CsrfSubject.Of(tokens.ReadEnrollmentToken(required.EnrollmentToken, now)!.Enrollment));
                return new CookieEnrollmentRequired(required.ExpiresIn, required.Methods);
            default:
                return answer;
        }
    }

    private void SetAccess(HttpResponse response, string token, int seconds, DateTimeOffset now)
    {
        response.SetCookie(SessionCookies.AccessName, token, seconds);
        proof.Tell(response, CsrfSubject.Of(tokens.ReadAccessToken(token, now)!.Session));
    }

    // A new log-in takes the place of whatever the browser had: never two callers in one browser.
    private void SetStep(HttpResponse response, string token, int seconds, CsrfSubject step)
    {
        response.SetCookie(SessionCookies.StepName, token, seconds);
        response.ClearCookies(SessionCookies.AccessName, SessionCookies.RefreshName);
        proof.Tell(response, step);
    }
}
