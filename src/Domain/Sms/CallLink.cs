namespace CleanAuth.Domain.Sms;

/// <summary>The last part of the address that the gateway asks about one call; as it came over the network. A capability, so it prints nothing.</summary>
public readonly record struct CallLink(string Value)
{
    public override string ToString() => nameof(CallLink);
}
