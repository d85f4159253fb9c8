using System.Globalization;

namespace Optimizers.Diagnostics;

/// <summary>Another decay of the velocity or of the mean gradient.</summary>
internal sealed class SetMomentumAction(double decay) : RemedyAction
{
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"set the momentum to {decay:G4}");

    public override IOptimizer Apply(IOptimizer optimizer, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Capability.Of<IHasMomentum>(optimizer, "momentum").MomentumDecay = decay;
        return optimizer;
    }
}
