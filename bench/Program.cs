using System.Globalization;
using CleanAuth.Bench;

// Measures a running service; ./dev bench starts one. Prints numbers and judges none: 1 only when a request ended as it must not.
if (args is not [var address, var size] || !int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var tries) || tries < 4)
{
    await Console.Error.WriteLineAsync("Usage: Bench URL TRIES (4 or more)");
    return 1;
}

try
{
    using var service = new Service(new Uri(address));
    await KnownAndUnknown.RunAsync(service, tries);
    await Storm.RunAsync(service, waiting: tries);
    return 0;
}
catch (Exception e) when (e is HttpRequestException or InvalidOperationException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
