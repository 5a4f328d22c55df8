namespace CleanAuth.WebApi.Tests.Hosting;

public static class AtOnce
{
    /// <summary>Starts all at once and gives every answer.</summary>
    public static async Task<Answer[]> SendAsync(int count, Func<int, Task<Answer>> send)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answers = Enumerable.Range(0, count).Select(async i =>
        {
            await start.Task;
            return await send(i);
        }).ToArray();
        start.SetResult();
        return await Task.WhenAll(answers);
    }
}
