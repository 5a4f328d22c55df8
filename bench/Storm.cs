using System.Globalization;

namespace CleanAuth.Bench;

/// <summary>What a storm of log-ins does to requests that need no hash (ASVS 5.0 15.1.3).</summary>
internal static class Storm
{
    private const int Requests = 1000;
    private const int Surplus = 100;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_toFill = TimeSpan.FromSeconds(5);

    /// <param name="waiting">As many as the service's queue takes.</param>
    internal static async Task RunAsync(Service service, int waiting)
    {
        var token = await service.LogInAsync(await service.SignUpAsync());
        Sample.PrintHead("GET /account");
        (await MeasureAsync(service, token)).Print("idle");

        using var over = new CancellationTokenSource();
        var (served, refused) = (0, 0);
        var clients = Enumerable.Range(0, waiting + Surplus).Select(_ => RageAsync()).ToList();
        await Task.Delay(s_toFill);
        var (servedBefore, refusedBefore) = (Volatile.Read(ref served), Volatile.Read(ref refused));
        var sample = await MeasureAsync(service, token);
        var (servedMeanwhile, refusedMeanwhile) = (Volatile.Read(ref served) - servedBefore, Volatile.Read(ref refused) - refusedBefore);
        await over.CancelAsync();
        await Task.WhenAll(clients);

        sample.Print($"with {waiting} log-ins waiting");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  meanwhile {servedMeanwhile} log-ins were served, and {refusedMeanwhile} got 503 with Retry-After ({refused} from the start)"));

        async Task RageAsync()
        {
            try
            {
                while (!over.IsCancellationRequested)
                {
                    if (await service.TryAsync(over.Token))
                    {
                        Interlocked.Increment(ref served);
                    }
                    else
                    {
                        Interlocked.Increment(ref refused);
                        await Task.Delay(TimeSpan.FromSeconds(1), over.Token);
                    }
                }
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                // The storm is over.
            }
        }
    }

    private static async Task<Sample> MeasureAsync(Service service, string token)
    {
        var sample = new Sample();
        for (var i = 0; i < Requests; i++)
        {
            sample.Add(await service.GetAccountAsync(token));
            await Task.Delay(s_pause);
        }

        return sample;
    }
}
