namespace Optimizers.Diagnostics;

/// <summary>What a model gives, at θ and where its parameters are drawn anew, over some hundred training examples.</summary>
/// <param name="Examples">How many examples.</param>
/// <param name="Outputs">The outputs of an example.</param>
/// <param name="Spread">The root mean square deviation of the outputs between the examples, in their own units; 0 where all are the same.</param>
/// <param name="Range">What the outputs can reach.</param>
/// <param name="Targets">Whether the answers are what the loss takes.</param>
/// <param name="Loss">The loss by its name against the present one; null where no loss was named, or it does not fit.</param>
/// <param name="MateDifference">
/// How far an example's outputs move when the other examples of its batch change, as a share of <see cref="Spread"/>; NaN where it cannot be told.
/// </param>
/// <param name="AloneDifference">How far they move when the example stands alone, as the same share; NaN where it cannot be told.</param>
/// <param name="Bend">
/// The largest distance of the outputs at (a + b)/2 from the mean of those at a and b, as a share of their deviation between examples, over several
/// draws of the parameters; of probabilities their logarithms. NaN where it cannot be told.
/// </param>
/// <param name="BendRounding">The largest bend that rounding explains.</param>
/// <param name="WeightMatrices">How many parameters have two extents or more.</param>
/// <param name="LinearFit">The share of the targets' variance that a linear function of the inputs explains; NaN with too few examples, or where the
/// model bends.</param>
/// <param name="NearestFit">The share that the mean over the five nearest other examples explains, which needs no straight line; NaN with too few
/// examples, or where the model bends.</param>
public sealed record OutputReport(
    int Examples,
    int Outputs,
    double Spread,
    OutputRange Range,
    AnswerReport Targets,
    LossComparison? Loss,
    double MateDifference,
    double AloneDifference,
    double Bend,
    double BendRounding,
    int WeightMatrices,
    double LinearFit,
    double NearestFit)
{
    /// <summary>How far an example's outputs move when the batch is turned round, as the same share; NaN where it cannot be told.</summary>
    internal double PlaceDifference { get; init; } = double.NaN;

    /// <summary>
    /// <see cref="Spread"/> at the start as a share of what the loss feels: of the deviation of the targets for a loss of errors, else of 1. NaN
    /// where it is not known.
    /// </summary>
    internal double SignalAtStart { get; init; } = double.NaN;

    /// <summary>True if every example is given the same outputs.</summary>
    public bool IsCollapsed => Spread == 0;
}
