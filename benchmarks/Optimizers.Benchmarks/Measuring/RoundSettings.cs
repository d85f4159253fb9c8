namespace Optimizers.Benchmarks.Measuring;

/// <summary>The length of a measurement: the rounds over all cases, and the iterations of a case in each round.</summary>
internal sealed record RoundSettings(bool IsQuick, int Rounds, int Warmups, int Iterations, int IterationMilliseconds)
{
    public static RoundSettings Full { get; } = new(IsQuick: false, Rounds: 3, Warmups: 2, Iterations: 5, IterationMilliseconds: 60);

    public static RoundSettings Quick { get; } = new(IsQuick: true, Rounds: 1, Warmups: 1, Iterations: 3, IterationMilliseconds: 10);
}
