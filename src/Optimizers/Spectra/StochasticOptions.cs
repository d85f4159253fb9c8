using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>How a stochastic estimate is made.</summary>
public sealed record StochasticOptions
{
    /// <summary>Chooses the random vectors. The same seed gives the same bits on any number of threads. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>At most so many threads for the vector work. At least 1; default: the processors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxThreads { get; init => field = Arguments.AtLeastOne(value, nameof(MaxThreads)); } = Environment.ProcessorCount;

    /// <summary>Ends the run with an <see cref="OperationCanceledException"/> before the next product.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Is told the number of products taken, after each.</summary>
    public IProgress<long>? Progress { get; init; }

    internal static StochasticOptions Default { get; } = new();
}
