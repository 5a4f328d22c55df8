namespace CleanAuth.Domain.Login;

/// <summary>Makes the restricted token between password and first factor: own type, own audience, useless but for switching that factor on.</summary>
public interface IEnrollmentTokens
{
    string Issue(Enrollment enrollment);
}
