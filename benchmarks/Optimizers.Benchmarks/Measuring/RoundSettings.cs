namespace Optimizers.Benchmarks.Measuring;

/// <summary>How long is measured: so many rounds over all cases, and in each so many iterations of a case.</summary>
internal sealed record RoundSettings(bool IsQuick, int Rounds, int Warmups, int Iterations, int IterationMilliseconds)
{
    public static RoundSettings Full { get; } = new(IsQuick: false, Rounds: 3, Warmups: 2, Iterations: 5, IterationMilliseconds: 60);

    public static RoundSettings Quick { get; } = new(IsQuick: true, Rounds: 1, Warmups: 1, Iterations: 3, IterationMilliseconds: 10);
}
