using System.Globalization;
using CleanAuth.Application.Spend;

namespace CleanAuth.WebApi;

/// <summary>The usage of messages as lines for a terminal.</summary>
internal static class SmsUsageTable
{
    internal static string Write(SmsUsage usage) =>
        string.Join(Environment.NewLine, usage.Items.Select(Line).Prepend("day         code           sent  delivered   verified         cost  refused"));

    private static string Line(SmsUsageOfDay day) => string.Create(
        CultureInfo.InvariantCulture,
        $"{day.Day:yyyy-MM-dd}  {day.CallingCode,-10} {day.Sent,8} {day.Delivered,10} {day.Verified,10} {day.Cost,12:0.0000}  {string.Join(' ', day.Refused.OrderBy(refused => refused.Key, StringComparer.Ordinal).Select(Pair))}")
        .TrimEnd();

    private static string Pair(KeyValuePair<string, long> refused) => string.Create(CultureInfo.InvariantCulture, $"{refused.Key}={refused.Value}");
}
