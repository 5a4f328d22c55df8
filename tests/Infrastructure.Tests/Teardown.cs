using CleanAuth.TestKit;

namespace CleanAuth.Infrastructure.Tests;

[SetUpFixture]
public sealed class Teardown
{
    [OneTimeTearDown]
    public Task Remove_what_the_process_left() => TestDatabase.RemoveTemplateAsync();
}
