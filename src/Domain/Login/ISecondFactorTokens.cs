namespace CleanAuth.Domain.Login;

/// <summary>Makes the restricted token between password and second factor: own type, own audience, useless on every other route.</summary>
public interface ISecondFactorTokens
{
    string Issue(PendingLogin login);
}
