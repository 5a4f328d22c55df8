using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Startup;

internal static class FailingStart
{
    /// <summary>What is said when the service does not start with this setting, by the fault and its causes; nothing when it does.</summary>
    internal static IReadOnlyList<string> SentencesOf(ServiceHost host, string setting, string value)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                host.StartAnother((setting, value));
                return [];
            }
            catch (ObjectDisposedException) when (tries < 10)
            {
                // The test's factory looked at the host while the failing start was taking it down, and its own fault came first.
            }
            catch (Exception fault)
            {
                return [.. Causes(fault).Select(cause => cause.Message)];
            }
        }
    }

    private static IEnumerable<Exception> Causes(Exception fault) => fault.InnerException is { } cause ? Causes(cause).Prepend(fault) : [fault];
}
