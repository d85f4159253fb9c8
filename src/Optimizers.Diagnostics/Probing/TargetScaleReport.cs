namespace Optimizers.Diagnostics;

/// <summary>The targets of a regression.</summary>
/// <param name="Count">How many.</param>
/// <param name="NonFinite">How many are NaN or infinite; the other numbers are about the rest.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Floors">The ranges of the usual last activations that do not hold all of them, with what that costs.</param>
public sealed record TargetScaleReport(int Count, int NonFinite, double Mean, double Deviation, IReadOnlyList<RangeFloor> Floors)
{
    /// <summary>√(mean² + deviation²): the root mean square error of an output of 0, which is about what an untrained network gives.</summary>
    public double RootMeanSquare => double.Hypot(Mean, Deviation);

    /// <summary>The report on targets; null without targets.</summary>
    internal static TargetScaleReport? Of(IReadOnlyList<double> targets)
    {
        if (targets.Count == 0)
            return null;
        double[] finite = [.. targets.Where(double.IsFinite)];
        var mean = finite.DefaultIfEmpty(double.NaN).Average();
        var deviation = Math.Sqrt(finite.Select(target => (target - mean) * (target - mean)).DefaultIfEmpty(double.NaN).Average());
        return new(targets.Count, targets.Count - finite.Length, mean, deviation, RangeFloor.Of(finite));
    }
}
