namespace Optimizers.Diagnostics;

/// <summary>The rarest class of the training data that a holdout has too, there.</summary>
/// <param name="Class">The class.</param>
/// <param name="Examples">How many training examples it has.</param>
/// <param name="TrainingShare">Its share of them.</param>
/// <param name="HoldoutExamples">How many examples of the holdout it has.</param>
/// <param name="HoldoutShare">Its share of the holdout.</param>
/// <param name="HoldoutLoss">The mean loss of its examples in the holdout; NaN where it cannot be had.</param>
/// <param name="OtherLoss">That of the other examples there.</param>
public sealed record RareClassReport(
    int Class, int Examples, double TrainingShare, int HoldoutExamples, double HoldoutShare, double HoldoutLoss, double OtherLoss)
{
    // The frequencies of fewer examples say nothing.
    private const int FewestHeldOut = 5;

    /// <summary>How many times more frequent the class is in the holdout, by its count there less a standard error and here with one.</summary>
    public double Surplus =>
        (1 - (1 / Math.Sqrt(HoldoutExamples))) * HoldoutShare / ((1 + (1 / Math.Sqrt(Examples))) * TrainingShare);

    /// <summary>The report; null without two classes, or without enough examples of the rarest one in the holdout.</summary>
    /// <param name="training">The labels of all training examples.</param>
    /// <param name="holdout">Those of the holdout.</param>
    /// <param name="losses">The losses of the examples of the holdout; null where they cannot be had.</param>
    internal static RareClassReport? Of(IReadOnlyList<int> training, IReadOnlyList<int> holdout, double[]? losses)
    {
        var counts = training.CountBy(label => label).ToDictionary();
        var heldOut = holdout.CountBy(label => label).Where(pair => counts.ContainsKey(pair.Key) && pair.Value >= FewestHeldOut).ToArray();
        if (counts.Count < 2 || heldOut is [])
            return null;
        var (rarest, held) = heldOut.MinBy(pair => counts[pair.Key]);
        return new(
            rarest, counts[rarest], (double)counts[rarest] / training.Count, held, (double)held / holdout.Count,
            Mean(n => holdout[n] == rarest), Mean(n => holdout[n] != rarest));

        double Mean(Func<int, bool> isOf) => losses is null ? double.NaN
            : Enumerable.Range(0, losses.Length).Where(n => isOf(n) && double.IsFinite(losses[n])).Select(n => losses[n])
                .DefaultIfEmpty(double.NaN).Average();
    }
}
