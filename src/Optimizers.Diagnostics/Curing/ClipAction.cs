using System.Globalization;

namespace Optimizers.Diagnostics;

/// <summary>Clipping by the global norm, or none.</summary>
internal sealed class ClipAction(double? maxNorm) : RemedyAction
{
    public override string Description => maxNorm is { } norm
        ? string.Create(CultureInfo.InvariantCulture, $"clip gradients at the norm {norm:G4}")
        : "take the clipping away";

    public override IOptimizer Apply(IOptimizer optimizer, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var clipped = Capability.Of<IHasClipping>(optimizer, "clipping");
        if (maxNorm is null && clipped.Clipping is null)
            throw new InapplicableRemedyException("The optimizer has no clipping to remove.");
        clipped.Clipping = maxNorm is { } norm ? GradientClipping.ByGlobalNorm(norm) : null;
        return optimizer;
    }
}
