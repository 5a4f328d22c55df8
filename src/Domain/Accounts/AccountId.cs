namespace CleanAuth.Domain.Accounts;

/// <summary>Names an account for ever; a UUID version 7. The <c>sub</c> of every token.</summary>
public readonly record struct AccountId(Guid Value)
{
    public override string ToString() => Value.ToString();
}
