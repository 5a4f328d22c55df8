namespace CleanAuth.Application.Tests;

/// <summary>Stands still until a test moves it.</summary>
internal sealed class FixedClock : TimeProvider
{
    internal DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
