using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>
/// θ ← θ + αu along the eigenvector u of most negative curvature; kept only when the loss itself has gone down (section 3.1 of the lecture note).
/// </summary>
internal sealed class NegativeCurvatureAction(Objective objective) : RemedyAction
{
    public override string Description => "move along the direction of most negative curvature, the loss verified lower";

    internal override TrialPlace TriedFrom => TrialPlace.Nowhere;

    public override IOptimizer Apply(IOptimizer optimizer, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var theta = ParameterValues.Read(parameters);
        if (parameters.Any(each => each.Frozen))
            throw new InapplicableRemedyException("A parameter is frozen; the direction would move it.");
        if (!Array.TrueForAll(theta, double.IsFinite))
            throw new InapplicableRemedyException("A parameter has an entry that is not finite; there is no curvature.");
        if (objective.Options.Layout is { } layout && layout.Length != theta.Length)
        {
            throw new InapplicableRemedyException(string.Create(
                CultureInfo.InvariantCulture,
                $"The objective does not fit the parameters: its layout {layout} has {layout.Length} entries, and they have {theta.Length}."));
        }

        if (Leave(theta, out var reason) is not { } step)
            throw new InapplicableRemedyException(reason);
        ParameterValues.Write(step.Point.AsArray() ?? step.Point.ToArray(), parameters);
        if (parameters.All(each => each.ElementKind == ElementKind.Double))
            return optimizer;

        // Narrower elements have rounded the point: the loss is asked again, where the parameters are now.
        var lower = objective.LossOrNotFinite(ParameterValues.Read(parameters));
        if (lower < step.LossBefore)
            return optimizer;
        ParameterValues.Write(theta, parameters);
        throw new InapplicableRemedyException(string.Create(
            CultureInfo.InvariantCulture,
            $"In single precision the loss is {lower:G6} after the escape, not below the {step.LossBefore:G6} before."));
    }

    private EscapeStep? Leave(double[] theta, out string reason)
    {
        try
        {
            reason = "The loss of the parameters as they are is not finite.";
            return !double.IsFinite(objective.LossOrNotFinite(theta)) ? null : new NegativeCurvatureEscape().TryLeave(
                objective, Vector<double>.Build.Dense([.. theta]), new EscapeOptions(), out var step, out reason) ? step : null;
        }
        catch (NotFiniteValueException notFinite)
        {
            reason = notFinite.Message;
            return null;
        }
        catch (InvalidOperationException ofCaller)
        {
            // As it is, it would say that the remedy does not apply.
            throw new ProbeException(nameof(Remedies.EscapeAlongNegativeCurvature), ofCaller);
        }
    }
}
