namespace Optimizers.Benchmarks.Rules;

/// <summary>What was measured of a rule's step on one parameter.</summary>
/// <param name="Nanoseconds">The time of a step.</param>
/// <param name="Bytes">What the formula has to move in it.</param>
/// <param name="Share">The bandwidth of these bytes, relative to the machine's best.</param>
/// <param name="GuardedShare">The same with the gradient counted once more, which the guard reads before.</param>
/// <param name="TorchSharp">How many times as long TorchSharp takes; null where it has not the rule.</param>
/// <param name="Allocated">Bytes allocated in a step after the first ones.</param>
internal sealed record RuleFigures(
    double Nanoseconds, double Bytes, double Share, double GuardedShare, double? TorchSharp, double Allocated);
