using System.Security.Cryptography;
using System.Text;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.TwoFactor;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.TwoFactor;

internal sealed class RecoveryCodeStore(AuthDbContext db) : IRecoveryCodes
{
    // 80 random bits need no high cost: NIST SP 800-63B-4 3.1.2.2 asks for a salted hash, and a million guesses a second find none in an age.
    private const int Iterations = 10_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    private static readonly byte[] s_noSalt = new byte[SaltBytes];
    private static readonly byte[] s_noHash = new byte[HashBytes];

    public Task<int> CountAsync(AccountId account, CancellationToken ct) => Of(account).CountAsync(ct);

    public async Task<RecoveryCodeMatch?> MatchAsync(AccountId account, RecoveryCode code, CancellationToken ct)
    {
        var row = await Of(account).AsNoTracking().SingleOrDefaultAsync(c => c.Number == code.Number, ct);
        var isRight = CryptographicOperations.FixedTimeEquals(Hash(code, row?.Salt ?? s_noSalt), row?.Hash ?? s_noHash);
        return row is not null && isRight ? new RecoveryCodeMatch(row.Number, row.Hash, row.CreatedAt) : null;
    }

    public async Task<bool> SpendAsync(AccountId account, RecoveryCodeMatch match, CancellationToken ct) =>
        await Of(account).Where(c => c.Number == match.Number && c.Hash == match.Hash).ExecuteDeleteAsync(ct) == 1;

    public async Task ReplaceAsync(AccountId account, IReadOnlyList<RecoveryCode> codes, DateTimeOffset now, CancellationToken ct)
    {
        await Of(account).ExecuteDeleteAsync(ct);
        db.RecoveryCodes.AddRange(codes.Select(code => ToRow(account, code, now)));
        await db.SaveUnlessInTransactionAsync(ct);
    }

    private static RecoveryCodeRow ToRow(AccountId account, RecoveryCode code, DateTimeOffset now)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new RecoveryCodeRow { AccountId = account.Value, Number = code.Number, Salt = salt, Hash = Hash(code, salt), CreatedAt = now };
    }

    private static byte[] Hash(RecoveryCode code, byte[] salt) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.ASCII.GetBytes(code.Reveal()), salt, Iterations, HashAlgorithmName.SHA512, HashBytes);

    private IQueryable<RecoveryCodeRow> Of(AccountId account) => db.RecoveryCodes.Where(c => c.AccountId == account.Value);
}
