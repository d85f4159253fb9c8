namespace Optimizers.Diagnostics;

/// <summary>What the outputs of a model can reach.</summary>
/// <param name="Smallest">The smallest output at θ.</param>
/// <param name="Largest">The largest output at θ.</param>
/// <param name="LowerBound">The end that the outputs stop at below, however large the parameters are; −∞ where none was seen.</param>
/// <param name="UpperBound">The end that they stop at above; ∞ where none was seen.</param>
/// <param name="IsConstant">True if neither inputs nor parameters change the outputs, as of a softmax over a single one.</param>
/// <param name="LowestTarget">The lowest of the targets, as numbers; NaN for classes.</param>
/// <param name="HighestTarget">The highest of them.</param>
/// <param name="Unreachable">The training loss of the best outputs between the bounds, above that of right answers; 0 where nothing stands in the
/// way, NaN where it cannot be told.</param>
/// <param name="NotProbabilities">The examples whose outputs at θ are no probabilities, though the loss takes such.</param>
/// <param name="AreNormalized">True if the outputs of every example are from 0 to 1 and sum to 1.</param>
public sealed record OutputRange(
    double Smallest,
    double Largest,
    double LowerBound,
    double UpperBound,
    bool IsConstant,
    double LowestTarget,
    double HighestTarget,
    double Unreachable,
    int NotProbabilities,
    bool AreNormalized)
{
    /// <summary>
    /// True if it is over the examples that the outputs (or what they are logarithms of) sum to 1, each of them, and not over the outputs of an
    /// example: a softmax along the wrong axis.
    /// </summary>
    public bool AreNormalizedOverExamples { get; init; }

    /// <summary>The share of the examples, 0 to 1, whose targets sum to another number than 1, where the outputs of every example sum to 1.</summary>
    public double OffSum { get; init; }

    /// <summary>
    /// The share of the outputs, 0 to 1, that stand exactly at the ends of probabilities before the first step, or at θ where the start was not kept:
    /// numbers that were cut off, through which no gradient goes.
    /// </summary>
    public double CutOff { get; init; }
}
