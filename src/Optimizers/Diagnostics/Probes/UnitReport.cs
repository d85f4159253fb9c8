namespace Optimizers.Diagnostics;

/// <summary>The hidden units of one layer at one θ, over some examples.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Units">How many units.</param>
/// <param name="Dead">The units whose activation is the same number for every example.</param>
/// <param name="Identical">Groups of units, two or more, that agree on every example (up to sign, and up to rounding), dead ones aside.</param>
/// <param name="SaturatedShare">The share of activations within 1 % of the range from one of its ends; NaN if the activation function has no two ends.</param>
/// <param name="Mean">The mean activation.</param>
/// <param name="StandardDeviation">The mean over units of the standard deviation over examples.</param>
public sealed record UnitReport(
    string Layer,
    int Units,
    IReadOnlyList<int> Dead,
    IReadOnlyList<IReadOnlyList<int>> Identical,
    double SaturatedShare,
    double Mean,
    double StandardDeviation)
{
    /// <summary>The share of units that are dead.</summary>
    public double DeadShare => (double)Dead.Count / Units;

    /// <summary>The share of units that only repeat another one: 0 where all differ, 1 − 1/units where all are the same.</summary>
    public double RepeatedShare => (double)Identical.Sum(group => group.Count - 1) / Units;
}
