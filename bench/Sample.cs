using System.Globalization;

namespace CleanAuth.Bench;

/// <summary>Times in milliseconds.</summary>
internal sealed class Sample
{
    private readonly List<double> _times = [];

    internal int Count => _times.Count;

    internal double Median => Percentile(50);

    internal void Add(double milliseconds) => _times.Add(milliseconds);

    internal void Print(string what) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"  {what,-34} {Count,6} {Median,9:F1} {Percentile(95),9:F1} {Percentile(99),9:F1}"));

    internal static void PrintHead(string what) => Console.WriteLine($"\n{what}\n  {"ms",-34} {"n",6} {"median",9} {"p95",9} {"p99",9}");

    private double Percentile(int percent)
    {
        var sorted = _times.Order().ToArray();
        return sorted[Math.Clamp(((percent * sorted.Length) + 99) / 100, 1, sorted.Length) - 1];
    }
}
