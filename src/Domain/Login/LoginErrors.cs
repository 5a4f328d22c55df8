namespace CleanAuth.Domain.Login;

public static class LoginErrors
{
    public static readonly Error InvalidCredentials = new(ErrorKind.Unauthenticated, "invalid_credentials", "The e-mail address or the password is wrong.");
}
