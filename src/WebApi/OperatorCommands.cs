using CleanAuth.Application.TwoFactor;
using MediatR;

namespace CleanAuth.WebApi;

/// <summary>What an operator does at the machine, through the same use cases as everybody.</summary>
internal static class OperatorCommands
{
    /// <summary>Clears the failure budgets of an account; 0 when it did.</summary>
    internal static async Task<int> UnlockAsync(IServiceProvider services, string email, TextWriter output)
    {
        await using var scope = services.CreateAsyncScope();
        var unlocked = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new UnlockAccountCommand(email));
        await output.WriteLineAsync(unlocked.IsSuccess ? "Unlocked." : unlocked.Error.Detail);
        return unlocked.IsSuccess ? 0 : 1;
    }
}
