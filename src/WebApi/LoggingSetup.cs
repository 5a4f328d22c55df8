using System.Diagnostics;
using System.Text.Encodings.Web;
using Microsoft.Extensions.Logging.Console;

namespace CleanAuth.WebApi;

internal static class LoggingSetup
{
    /// <summary>JSON lines in UTC outside Development: escaping keeps what a client sent within its line (ASVS 5.0 16.4.1).</summary>
    internal static void ConfigureLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.WithoutPaths();
        if (!builder.Environment.IsDevelopment())
        {
            builder.Logging.ClearProviders().AddJsonConsole(json =>
            {
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
                json.IncludeScopes = true;
                json.JsonWriterOptions = new() { Encoder = JavaScriptEncoder.Default };
            });
        }
    }

    /// <summary>For an import: its output is the summary alone, and its refusals would drown in a line for each account. The audit has them all the same.</summary>
    internal static void KeepOutOfImport(this ILoggingBuilder logging)
    {
        logging.AddFilter("CleanAuth.Infrastructure.Auditing", LogLevel.Warning);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    // The framework writes the path, in lines of its own and in a scope around every other line, and webhooks have their secret there.
    private static void WithoutPaths(this ILoggingBuilder logging)
    {
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None).AddFilter("Microsoft.AspNetCore.Routing.Matching", LogLevel.Information);

        // That category was also the only one to ask for an activity, which the trace id of answers and lines comes from.
        ActivitySource.AddActivityListener(new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
        });
    }
}
