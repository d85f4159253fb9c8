using System.Globalization;

namespace Optimizers.Diagnostics;

/// <summary>α(i) ← factor·α(i).</summary>
internal sealed class ScaleLearningRateAction(double factor) : RemedyAction
{
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"scale the learning rate by {factor:G4}");

    internal override bool IsOfTheRate => true;

    public override IOptimizer Apply(IOptimizer optimizer, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var rated = Capability.Of<IHasLearningRate>(optimizer, "learning rate");
        var scaled = rated.LearningRate.Scale(factor);
        if (!double.IsFinite(factor * rated.LearningRate.At(0)))
        {
            throw new InapplicableRemedyException(string.Create(
                CultureInfo.InvariantCulture, $"The learning rate {rated.LearningRate} times {factor} leaves the range of doubles."));
        }

        rated.LearningRate = scaled;
        return optimizer;
    }
}
