namespace CleanAuth.WebApi.Tests.Hosting;

internal static class ReceivedNotices
{
    /// <summary>The texts without a code that the gateway got for this number, in the order of their arrival, once nothing waits any more.</summary>
    internal static async Task<IReadOnlyList<string>> NoticesToAsync(this ServiceHost host, string phoneNumber)
    {
        await host.WaitForOutboxAsync();
        return [.. host.Plivo.Messages.Where(message => message.To == phoneNumber && message is { IsCall: false, Code: null }).Select(message => message.Text)];
    }
}
