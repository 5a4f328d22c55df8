using System.Net.Sockets;
using System.Text;

namespace CleanAuth.WebApi.Tests.Transport;

/// <summary>Bytes on the wire, for what an HTTP client would refuse to send.</summary>
internal static class RawHttp
{
    /// <summary>Sends this and gives everything that comes until the service closes the connection.</summary>
    /// <param name="request">Latin-1, so that every byte can be written.</param>
    internal static async Task<string> SendAsync(Uri service, string request)
    {
        // Only a failing test waits that long.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var client = new TcpClient();
        await client.ConnectAsync(service.Host, service.Port, patience.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), patience.Token);
        return await ReadAsync(stream, patience.Token);
    }

    /// <summary>A request with these header lines, after which the service closes the connection.</summary>
    internal static Task<string> SendAsync(Uri service, string method, string target, params string[] headers) =>
        SendAsync(service, $"{method} {target} HTTP/1.1\r\nHost: {service.Authority}\r\nConnection: close\r\n{string.Concat(headers.Select(header => $"{header}\r\n"))}\r\n");

    internal static int StatusOf(string answer) => answer.Length == 0 ? 0 : int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The values of every field of that name.</summary>
    internal static string[] FieldsOf(string answer, string name) =>
        [.. answer.Split("\r\n\r\n")[0].Split("\r\n").Where(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim())];

    private static async Task<string> ReadAsync(NetworkStream stream, CancellationToken patience)
    {
        using var all = new MemoryStream();
        try
        {
            await stream.CopyToAsync(all, patience);
        }
        catch (IOException)
        {
            // A reset is an end too; what came before it counts.
        }

        return Encoding.Latin1.GetString(all.ToArray());
    }
}
