using System.Globalization;

namespace Optimizers.Diagnostics;

/// <summary>λ(i) ← factor·λ(i), of the L2 penalty and of weight decay.</summary>
internal sealed class ScaleWeightDecayAction(double factor) : RemedyAction
{
    public override string Description => factor == 0
        ? "switch the weight decay off"
        : string.Create(CultureInfo.InvariantCulture, $"scale the weight decay by {factor:G4}");

    internal override TrialPlace TriedFrom => TrialPlace.Here;

    internal override bool ActsSlowly => true;

    public override IOptimizer Apply(IOptimizer optimizer, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var decayed = Capability.Of<IHasWeightDecay>(optimizer, "weight decay");
        var (penalty, decay) = (Scaled(decayed.L2Penalty), Scaled(decayed.WeightDecay));
        if (Capability.HasNoDecay(decayed))
            throw new InapplicableRemedyException("There is no weight decay to scale.");
        (decayed.L2Penalty, decayed.WeightDecay) = (penalty, decay);
        return optimizer;
    }

    private Schedule Scaled(Schedule decay)
    {
        if (factor == 0 || decay is { IsConstant: true } && decay.At(0) == 0)
            return Schedule.Constant(0);
        if (!double.IsFinite(factor * decay.At(0)))
        {
            throw new InapplicableRemedyException(string.Create(
                CultureInfo.InvariantCulture, $"The weight decay {decay} times {factor} leaves the range of doubles."));
        }

        return decay.Scale(factor);
    }
}
