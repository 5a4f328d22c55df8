using System.Text.Encodings.Web;

namespace CleanAuth.WebApi;

internal static class LoggingSetup
{
    /// <summary>JSON lines in UTC outside Development: escaping keeps what a client sent within its line (ASVS 5.0 16.4.1).</summary>
    internal static void ConfigureLogging(this WebApplicationBuilder builder)
    {
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
}
