using System.Globalization;

namespace Optimizers.Diagnostics;

/// <summary>α(i) ← factor·α(i).</summary>
internal sealed class ScaleLearningRateAction(double factor) : RemedyAction
{
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"scale the learning rate by {factor:G4}");

    public override IOptimizer Apply(IOptimizer optimizer, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var scaled = optimizer.LearningRate.Scale(factor);
        if (!double.IsFinite(factor * optimizer.LearningRate.At(0)))
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"The learning rate {optimizer.LearningRate} times {factor} leaves the range of doubles."));
        }

        optimizer.LearningRate = scaled;
        return optimizer;
    }
}
