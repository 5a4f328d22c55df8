using CleanAuth.Infrastructure.Persistence;

namespace CleanAuth.Infrastructure.Tests.Persistence;

public sealed class DatabaseOptionsTests
{
    [TestCase("Host=db;Trust Server Certificate=true")]
    [TestCase("Host=db;TrustServerCertificate=True;SSL Mode=Require")]
    [TestCase("Host=db;Include Error Detail=true")]
    public void A_connection_that_trusts_any_server_or_logs_row_values_is_refused_by_name(string connection)
    {
        Assert.That(
            () => DatabaseOptions.RefuseWeak(connection, "Default"),
            Throws.InvalidOperationException.With.Message.StartsWith("ConnectionStrings:Default must not hold"));
    }

    [TestCase("Host=db;SSL Mode=VerifyFull")]
    [TestCase("Host=db;Trust Server Certificate=false")]
    public void Others_are_taken(string connection) => Assert.That(() => DatabaseOptions.RefuseWeak(connection, "Default"), Throws.Nothing);
}
