using CleanAuth.Domain.Sms;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>
/// Stops calling a gateway that refuses the account itself (wrong credentials, no credit): every further message would fail as well, and until an
/// operator acts they wait instead. After a minute one message tries whether it is over.
/// </summary>
internal sealed partial class GatewayCircuit
{
    private static readonly TimeSpan s_break = TimeSpan.FromMinutes(1);

    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline<SendOutcome> _pipeline;
    private readonly TimeProvider _time;
    private readonly ILogger<GatewayCircuit> _logger;
    private long _openUntil;

    public GatewayCircuit(TimeProvider time, ILogger<GatewayCircuit> logger)
    {
        (_time, _logger) = (time, logger);
        _pipeline = new ResiliencePipelineBuilder<SendOutcome> { TimeProvider = time }.AddCircuitBreaker(Options()).Build();
    }

    /// <summary>How long nothing will be sent; zero or less when the next message may try.</summary>
    internal TimeSpan OpenFor => new DateTimeOffset(Interlocked.Read(ref _openUntil), TimeSpan.Zero) - _time.GetUtcNow();

    internal bool IsOpen => _state.CircuitState != CircuitState.Closed && OpenFor > TimeSpan.Zero;

    internal async Task<SendOutcome> RunAsync(Func<Task<SendOutcome>> send)
    {
        SendOutcome? outcome = null;
        try
        {
            outcome = await _pipeline.ExecuteAsync(async _ => await send());
            if (IsOfAccount(outcome))
            {
                // Here and not when Polly opens: of several refusals at once only one opens, and none may be finished before the time is known.
                Interlocked.Exchange(ref _openUntil, (_time.GetUtcNow() + s_break).UtcTicks);

                // One refusal is certain, but Polly opens at two.
                await _pipeline.ExecuteAsync(_ => ValueTask.FromResult(outcome));
            }
        }
        catch (BrokenCircuitException)
        {
            // Open before this message, or through it: then its own outcome stands.
        }

        return outcome ?? new SendOutcome(SendOutcomeKind.NotSent, Reason: "circuit_open");
    }

    private CircuitBreakerStrategyOptions<SendOutcome> Options() => new()
    {
        ShouldHandle = new PredicateBuilder<SendOutcome>().HandleResult(IsOfAccount),
        FailureRatio = 0.001,
        MinimumThroughput = 2,
        BreakDuration = s_break,
        StateProvider = _state,
        OnOpened = opened =>
        {
            Opened(opened.Outcome.Result?.Reason, opened.BreakDuration.TotalSeconds);
            return default;
        },
        OnClosed = _ =>
        {
            Closed();
            return default;
        },
    };

    private static bool IsOfAccount(SendOutcome outcome) => outcome.Reason is PlivoAnswer.Unauthorized or PlivoAnswer.NoCredit;

    [LoggerMessage(EventId = 2110, Level = LogLevel.Critical, Message = "The gateway refuses the account ({Reason}): no message leaves this node for {Seconds} s, and then one tries. An operator must act")]
    private partial void Opened(string? reason, double seconds);

    [LoggerMessage(EventId = 2111, Level = LogLevel.Information, Message = "The gateway takes messages again")]
    private partial void Closed();
}
