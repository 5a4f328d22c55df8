using System.Diagnostics.CodeAnalysis;

namespace CleanAuth.Domain.Import;

/// <summary>
/// A password hash that another system made, in a form that can be checked here: ASP.NET Identity version 2 or 3, bcrypt, or PBKDF2 in PHC
/// form. Prints nothing.
/// </summary>
public abstract class ForeignHash
{
    private protected ForeignHash(string text) => Text = text;

    /// <summary>As it came, at most <see cref="HashBounds.MaxText"/> characters.</summary>
    public string Text { get; }

    /// <summary>False when a check would cost more than <see cref="HashBounds"/> allow.</summary>
    public abstract bool IsAffordable { get; }

    /// <summary>False for another form, and for one that no password could ever fit.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ForeignHash? hash)
    {
        hash = text switch
        {
            not { Length: > 0 and <= HashBounds.MaxText } => null,
            ['$', '2', ..] => BcryptHash.Parse(text),
            ['$', ..] => Pbkdf2Hash.Parse(text),
            _ => IdentityHash.Parse(text),
        };
        return hash is not null;
    }

    public override string ToString() => $"{GetType().Name}(***)";
}
