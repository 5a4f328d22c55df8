namespace CleanAuth.Domain.Spend;

/// <summary>Where a request comes from, as one customer of the internet: an IPv4 address or an IPv6 /64. Personal, so it prints nothing and is stored as a keyed hash only.</summary>
/// <param name="Network">The address as text.</param>
public sealed record ClientAddress(string Network)
{
    public override string ToString() => "ClientAddress(***)";
}
