using System.Globalization;

namespace Optimizers.Diagnostics;

/// <summary>A linear rise to the present schedule, from the next step on.</summary>
internal sealed class WarmUpAction(int iterations) : RemedyAction
{
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"warm the learning rate up over {iterations} steps");

    public override IOptimizer Apply(IOptimizer optimizer, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var rated = Capability.Of<IHasLearningRate>(optimizer, "learning rate");
        rated.LearningRate = new RisingSchedule(rated.LearningRate, optimizer.Iteration, iterations);
        return optimizer;
    }
}
