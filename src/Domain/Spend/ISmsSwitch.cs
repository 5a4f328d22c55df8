namespace CleanAuth.Domain.Spend;

/// <summary>The kill switch: read with every send and by every dispatcher, so it holds on all nodes from its commit on.</summary>
public interface ISmsSwitch
{
    /// <param name="off">True: nothing is sent; what waits keeps waiting until it expires.</param>
    Task SetAsync(bool off, DateTimeOffset now, CancellationToken ct);

    Task<bool> IsOffAsync(CancellationToken ct);
}
