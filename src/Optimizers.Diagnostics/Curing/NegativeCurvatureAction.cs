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

    public override IOptimizer Apply(IOptimizer optimizer, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var theta = ParameterValues.Read(parameters);
        if (parameters.Any(each => each.Frozen))
            throw new InvalidOperationException("A parameter is frozen; the direction would move it.");
        EscapeStep? step;
        string reason;
        try
        {
            if (!new NegativeCurvatureEscape().TryLeave(objective, Vector<double>.Build.Dense([.. theta]), new EscapeOptions(), out step, out reason))
                throw new InvalidOperationException(reason);
        }
        catch (ArgumentException unfit)
        {
            throw new InvalidOperationException($"The objective does not fit the parameters as they are: {unfit.Message}", unfit);
        }

        ParameterValues.Write(step.Point.AsArray() ?? step.Point.ToArray(), parameters);
        if (parameters.All(each => each.ElementKind == ElementKind.Double))
            return optimizer;

        // Narrower elements have rounded the point: the loss is asked again, where the parameters are now.
        var lower = objective.LossOrNotFinite(ParameterValues.Read(parameters));
        if (lower < step.LossBefore)
            return optimizer;
        ParameterValues.Write(theta, parameters);
        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"In single precision the loss is {lower:G6} after the escape, not below the {step.LossBefore:G6} before."));
    }
}
