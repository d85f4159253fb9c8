namespace Optimizers.Diagnostics;

/// <summary>What a last activation costs whose range does not hold the targets: no training gets below it.</summary>
/// <param name="Activation">The activation, in words: "a logistic output (0 to 1)".</param>
/// <param name="Loss">The mean squared error of the best outputs in its range: Σ(y − clip(y))²/m.</param>
public sealed record RangeFloor(string Activation, double Loss)
{
    internal static readonly (string Activation, double Lower, double Upper)[] Ranges =
    [
        ("a logistic output (0 to 1)", 0, 1),
        ("a tanh output (−1 to 1)", -1, 1),
        ("a rectified output (0 and above)", 0, double.PositiveInfinity),
    ];

    /// <summary>The floors above 0 of some targets.</summary>
    internal static RangeFloor[] Of(double[] targets) => targets is [] ? [] :
    [
        .. Ranges
            .Select(range => new RangeFloor(range.Activation, targets.Average(y => Math.Pow(y - Math.Clamp(y, range.Lower, range.Upper), 2))))
            .Where(floor => floor.Loss > 0),
    ];
}
