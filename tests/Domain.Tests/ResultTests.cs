namespace CleanAuth.Domain.Tests;

public sealed class ResultTests
{
    private static readonly Error s_error = new(ErrorKind.Conflict, "some_code", "Some sentence.");

    [Test]
    public void A_value_is_a_success()
    {
        Result<string> result = "value";

        Assert.That(result.IsSuccess, Is.True);
        Assert.That(result.Value, Is.EqualTo("value"));
        Assert.That(result.Error, Is.Null);
    }

    [Test]
    public void An_error_is_no_success()
    {
        Result<string> result = s_error;

        Assert.That(result.IsSuccess, Is.False);
        Assert.That(result.Error, Is.SameAs(s_error));
    }

    [Test]
    public void The_value_of_an_error_is_a_bug_that_names_the_error()
    {
        Result<int> result = s_error;

        Assert.That(() => result.Value, Throws.InvalidOperationException.With.Message.Contains("some_code"));
    }

    [Test]
    public void A_pipeline_step_can_refuse_any_request_without_knowing_its_answer()
    {
        Assert.That(Refuse<Result<Done>>().Error, Is.SameAs(s_error));
        Assert.That(Refuse<Result<string>>().Error, Is.SameAs(s_error));
    }

    private static T Refuse<T>()
        where T : IFailable<T> => T.Fail(s_error);
}
