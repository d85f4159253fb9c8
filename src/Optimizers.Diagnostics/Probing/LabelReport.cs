namespace Optimizers.Diagnostics;

/// <summary>The labels of the training data.</summary>
/// <param name="Classes">How many classes occur.</param>
/// <param name="Examples">How many examples.</param>
/// <param name="LargestShare">The share of the most frequent class.</param>
/// <param name="SmallestShare">The share of the rarest class that occurs.</param>
/// <param name="Entropy">−Σ p log p, in nats: the cross-entropy of the best constant output.</param>
public sealed record LabelReport(int Classes, int Examples, double LargestShare, double SmallestShare, double Entropy)
{
    /// <summary>The label by which frameworks leave an example out.</summary>
    internal const int LeftOut = -100;

    /// <summary>The frequencies of labels; null without labels.</summary>
    internal static LabelReport? Of(IReadOnlyList<int> labels)
    {
        if (labels.Count == 0)
            return null;
        double[] shares = [.. labels.GroupBy(label => label).Select(group => (double)group.Count() / labels.Count)];
        return new(shares.Length, labels.Count, shares.Max(), shares.Min(), -shares.Sum(share => share * Math.Log(share)));
    }
}
