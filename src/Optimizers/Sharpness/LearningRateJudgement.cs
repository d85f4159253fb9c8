using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>A learning rate beside the <see cref="StabilityLimit"/>.</summary>
public sealed class LearningRateJudgement
{
    internal LearningRateJudgement(StabilityLimit limit, double learningRate)
    {
        Limit = limit;
        LearningRate = learningRate;
    }

    /// <summary>The limit.</summary>
    public StabilityLimit Limit { get; }

    /// <summary>α.</summary>
    public double LearningRate { get; }

    /// <summary>
    /// α/α*: below 1 the steps on the quadratic model shrink, above 1 they grow along the sharpest direction. 0 where there is no limit.
    /// </summary>
    public double Ratio => LearningRate / Limit.LearningRate;

    /// <summary>True if α is below the limit and false if it is above, whatever λmax is within its error; null if that cannot be told.</summary>
    public bool? IsBelow => LearningRate < Limit.Lower ? true : LearningRate > Limit.Upper ? false : null;

    /// <summary>One sentence: the ratio, and what it means.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"α = {LearningRate:G4} is {Ratio:G3} of the {Limit}: {Words()}.");

    private string Words() => IsBelow switch
    {
        _ when double.IsPositiveInfinity(Limit.Lower) => "no direction curves up, so no learning rate is too large for the curvature",
        true => "steps on the quadratic model shrink",
        false => "steps on the quadratic model grow along the sharpest direction; training goes to flatter places, settles at its edge or diverges",
        null => "at the limit, as far as λmax is known",
    };
}
