namespace CleanAuth.Domain.Accounts;

public static class AccountErrors
{
    public static readonly Error EmailTaken = new(ErrorKind.Conflict, "email_taken", "There is an account with this e-mail address.");

    public static readonly Error PhoneTaken = new(ErrorKind.Conflict, "phone_taken", "This number is the verified number of another account.");

    public static readonly Error PhoneNotVerified = new(ErrorKind.Conflict, "phone_not_verified", "The account has no verified phone number; verify one and set it with PUT /account/phone.");

    public static readonly Error NotFound = new(ErrorKind.NotFound, "not_found", "There is no such account.");

    public static readonly Error Disabled = new(ErrorKind.Forbidden, "account_disabled", "The account is disabled.");
}
