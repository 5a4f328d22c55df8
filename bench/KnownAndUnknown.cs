using System.Globalization;
using System.Security.Cryptography;

namespace CleanAuth.Bench;

/// <summary>How long a wrong password takes for known and unknown e-mails, one request after another, in random order (ASVS 5.0 6.3.8).</summary>
internal static class KnownAndUnknown
{
    // One less than the failures that are free, so that no delay begins.
    private const int TriesPerEmail = 4;

    internal static async Task RunAsync(Service service, int tries)
    {
        var (known, unknown) = (new Sample(), new Sample());
        var emails = new List<(string Email, Sample Sample)>();
        for (var i = 0; i < tries / TriesPerEmail; i++)
        {
            emails.Add((await service.SignUpAsync(), known));
            emails.Add((Service.NewEmail(), unknown));
        }

        await service.FailAsync(Service.NewEmail());
        var order = Enumerable.Repeat(emails, TriesPerEmail).SelectMany(each => each).ToArray();
        RandomNumberGenerator.Shuffle<(string, Sample)>(order);
        foreach (var (email, sample) in order)
        {
            sample.Add(await service.FailAsync(email));
        }

        Sample.PrintHead("Log-in with a wrong password");
        known.Print("known e-mail");
        unknown.Print("unknown e-mail");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  the medians differ by {Math.Abs(known.Median - unknown.Median) / known.Median:P2} (wanted: less than 5 %)"));
    }
}
