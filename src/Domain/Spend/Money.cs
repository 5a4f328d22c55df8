namespace CleanAuth.Domain.Spend;

/// <summary>An amount in the currency of the gateway's account, exact to a millionth, so that sums of many small prices lose nothing.</summary>
/// <param name="Micros">Millionths; what is stored.</param>
public readonly record struct Money(long Micros)
{
    private const decimal Unit = 1_000_000m;

    public decimal Amount => Micros / Unit;

    /// <summary>Rounded up to the next millionth: a cost never counts as less than it is.</summary>
    public static Money Of(decimal amount) => new((long)decimal.Ceiling(amount * Unit));

    public static Money operator +(Money left, Money right) => new(left.Micros + right.Micros);

    public static Money operator -(Money left, Money right) => new(left.Micros - right.Micros);
}
