namespace CleanAuth.Domain.Security;

/// <summary>Tells where the request at hand came from, behind the proxies that are believed.</summary>
public interface IRequestSource
{
    Source Current { get; }
}
