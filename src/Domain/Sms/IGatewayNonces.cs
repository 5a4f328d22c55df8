namespace CleanAuth.Domain.Sms;

/// <summary>The nonces of signed calls of the last <see cref="Memory"/>. The seam to the database.</summary>
public interface IGatewayNonces
{
    /// <summary>How long a nonce is kept; signatures themselves carry no time.</summary>
    static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    /// <summary>Takes the nonce for this content. Belongs into the transaction of the call's effect: what is rolled back may come again.</summary>
    Task<NonceUse> UseAsync(SignedCall call, DateTimeOffset now, CancellationToken ct);
}

/// <summary>What a nonce says of the call that carries it.</summary>
public enum NonceUse
{
    /// <summary>The call is new: for exactly one caller.</summary>
    First,

    /// <summary>The same call came before; it has had its effect.</summary>
    Repeated,

    /// <summary>The nonce came before with another content: a replay.</summary>
    Abused,
}
