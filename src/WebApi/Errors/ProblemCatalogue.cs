using System.Collections.Frozen;

namespace CleanAuth.WebApi.Errors;

/// <summary>Every problem code that this service can answer with. What is not here cannot be sent.</summary>
internal static class ProblemCatalogue
{
    internal static readonly FrozenDictionary<string, ProblemCode> Codes = new ProblemCode[]
    {
        new("validation_failed", 400, "Validation failed", "Some members of the request break a rule. 'errors' names each member, with a stable code and what is expected."),
        new("malformed_request", 400, "Malformed request", "The request could not be read: not JSON, nested too deeply, a member twice, or not HTTP as it should be. Mend the client."),
        new("https_required", 400, "HTTPS required", "This service does not answer over plain HTTP. Nothing is redirected, because the secret would have travelled already."),
        new("phone_number_not_supported", 400, "Phone number not supported", "The number is a premium, satellite or special one, or its calling code is not assigned. Ask for another number."),
        new("country_not_allowed", 400, "Country not allowed", "Messages to this country are not offered. Ask for another number or another factor."),
        new("invalid_credentials", 401, "Invalid credentials", "The e-mail address or the password is wrong; the answer does not tell which."),
        new("token_invalid", 401, "Token invalid", "The token is missing, malformed, expired, used, ended, or of the wrong kind for this operation. Refresh, or log in again."),
        new("code_invalid", 401, "Code invalid", "The code is wrong, and one try is used up. Let the person enter it again."),
        new("refresh_token_reused", 401, "Refresh token reused", "A refresh token came a second time, so it may have been stolen: its session has been ended. Log in again."),
        new("account_disabled", 403, "Account disabled", "The password was right, but an administrator disabled the account."),
        new("second_factor_required", 403, "Second factor required", "The token at hand only opens the second step: POST /api/v1/auth/send-otp with purpose secondFactor, then POST /api/v1/2fa/authenticate. Under /admin: the account of this administrator has no second factor yet."),
        new("enrollment_required", 403, "Enrolment required", "The token at hand only switches the account's first factor on: POST /api/v1/2fa/generate and 2fa/turn-on, or a proved number and PUT /api/v1/2fa/sms."),
        new("admin_required", 403, "Administrator required", "Only an administrator may do this. The role is read from the database at each request."),
        new("phone_proof_required", 403, "Proof of the number required", "An administrator reset the lost factors of this account, so the password alone switches none on. POST /api/v1/auth/send-otp with purpose enrollment, and send its challengeId and code as challengeId and smsCode."),
        new("signature_invalid", 403, "Signature invalid", "Only the gateway calls this address, and it signs each call. This one carries no good signature; nothing was looked at."),
        new("step_up_required", 403, "Step-up required", "This operation needs a proof younger than ten minutes at the account's highest level. POST /api/v1/auth/step-up with one of 'methods', then repeat it."),
        new("csrf_invalid", 403, "CSRF token invalid", "The request came with cookies but without the X-CSRF-Token of its session or log-in, or it asks for cookies from an origin that is not allowed. Nothing was changed; send the value of the last answer's X-CSRF-Token."),
        new("not_found", 404, "Not found", "There is nothing at this address."),
        new("challenge_not_found", 404, "Challenge not found", "There is no such challenge for this purpose and caller. No try was used up."),
        new("method_not_allowed", 405, "Method not allowed", "The address exists, but not for this method; the Allow header names those that it has."),
        new("request_timeout", 408, "Request timeout", "The request came too slowly. Send it again."),
        new("email_taken", 409, "E-mail taken", "There is an account with this e-mail address. Offer to log in."),
        new("phone_taken", 409, "Phone number taken", "The proved number is the verified number of another account. Nothing was changed and the proof is still good."),
        new("phone_not_verified", 409, "Phone number not verified", "The account has no verified phone number. Prove one with send-otp and verify-otp, then PUT /api/v1/account/phone."),
        new("factor_not_enabled", 409, "Factor not enabled", "Codes by SMS are not switched on for this account. Use one of the methods that the log-in listed."),
        new("nothing_pending", 409, "Nothing pending", "No new secret waits for its first code in this session or enrolment, or its time or tries are over. POST /api/v1/2fa/generate again."),
        new("last_factor_required", 409, "Last factor required", "This account must have a second factor, and this is its last one. Switch another one on first."),
        new("second_factor_missing", 409, "Second factor missing", "Recovery codes exist only beside a second factor. Switch one on first."),
        new("last_administrator", 409, "Last administrator", "This is the last active administrator, who cannot be dismissed, disabled or deleted. Appoint another one first."),
        new("self_reset_refused", 409, "Not for oneself", "Administrators do not reset, unlock, disable, delete or dismiss themselves here, nor lift a demand on themselves. Ask another administrator."),
        new("challenge_expired", 410, "Challenge expired", "The code's time is over. Ask for a new one."),
        new("challenge_exhausted", 410, "Challenge exhausted", "Too many wrong codes were entered. Ask for a new one."),
        new("challenge_used", 410, "Challenge used", "This code was used already. A code is good once."),
        new("code_superseded", 410, "Code superseded", "A newer code was sent. Its label in the message tells which one to enter. No try was used up."),
        new("call_over", 410, "Call over", "There is nothing to say in this call: its code is over, or another call asked for it first."),
        new("body_too_large", 413, "Body too large", "A request body may have at most 16 KiB."),
        new("unsupported_media_type", 415, "Unsupported media type", "Bodies are application/json in UTF-8, without compression; those of webhooks are application/x-www-form-urlencoded."),
        new("rate_limited", 429, "Rate limited", "Too many requests came from this address. Wait for as long as Retry-After says."),
        new("resend_too_soon", 429, "Resend too soon", "A code was just sent to this number. Wait for as long as Retry-After says."),
        new("send_limit_reached", 429, "Send limit reached", "This number, numbers like it or this account had their codes for now. Wait for as long as Retry-After says, or use another factor."),
        new("password_throttled", 429, "Password throttled", "Too many wrong passwords in a row for this e-mail address. Wait for as long as Retry-After says, or reset the password; trying meanwhile neither helps nor lengthens the wait."),
        new("factor_throttled", 429, "Factor throttled", "Too many wrong codes of this factor in a row, or the password was just reset by it. Wait for as long as Retry-After says, or use another factor; new codes do not shorten the wait."),
        new("reset_throttled", 429, "Reset throttled", "Too many wrong reset codes were entered for this e-mail address, whether or not there is an account. Wait for as long as Retry-After says."),
        new("internal_error", 500, "Internal error", "Something is broken on our side. The traceId finds it in the logs."),
        new("unavailable", 503, "Unavailable", "A part that is needed is away or too busy. Nothing was changed; repeat after as long as Retry-After says."),
        new("gateway_unavailable", 503, "Gateway unavailable", "Messages cannot be sent at the moment. No code was made; use another factor, or repeat after as long as Retry-After says."),
        new("sms_disabled", 503, "SMS disabled", "Messages are switched off, or not sent to this country for now. Offer another factor, or repeat after as long as Retry-After says."),
    }.ToFrozenDictionary(problem => problem.Code);

    /// <summary>The code for an answer that the framework made without a body.</summary>
    internal static string CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "token_invalid",
        StatusCodes.Status404NotFound => "not_found",
        StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
        StatusCodes.Status408RequestTimeout => "request_timeout",
        StatusCodes.Status413PayloadTooLarge => "body_too_large",
        StatusCodes.Status415UnsupportedMediaType => "unsupported_media_type",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        >= 500 => "internal_error",
        _ => "malformed_request",
    };
}
