using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>The gradient through depth at fixed weights.</summary>
/// <param name="Layers">The parameters in their order, input first.</param>
/// <param name="BackwardGrowth">
/// The factor by which the norm of the gradient of the weight matrices grows per layer from the output towards the input: exp of the slope of a line
/// through log‖g‖. Below 1 it vanishes, above 1 it explodes; NaN with fewer than three weight matrices or where one is 0.
/// </param>
/// <param name="Largest">‖g‖₂ of the weight matrix with the largest.</param>
/// <param name="First">‖g‖₂ of the first weight matrix.</param>
/// <param name="Last">‖g‖₂ of the last weight matrix.</param>
public sealed record DepthReport(IReadOnlyList<DepthLayer> Layers, double BackwardGrowth, double Largest, double First, double Last)
{
    /// <summary>The parameters whose whole gradient is exactly 0.</summary>
    public IEnumerable<DepthLayer> WithoutGradient => Layers.Where(layer => layer.GradientNorm == 0);

    /// <summary>The gradient of every parameter.</summary>
    /// <param name="parts">The parameters in their order: name, where each lies in θ, and its extents.</param>
    /// <param name="theta">θ.</param>
    /// <param name="gradient">The gradient at θ.</param>
    internal static DepthReport Of(IEnumerable<(string Name, Range Range, IReadOnlyList<int> Shape)> parts, double[] theta, double[] gradient) => Of(
        [.. parts.Select(part => Layer(
            part.Name, part.Shape, part.Range.GetOffsetAndLength(theta.Length).Length, Spans.Norm(theta.AsSpan(part.Range)),
            Spans.Norm(gradient.AsSpan(part.Range))))]);

    /// <summary>The gradient of every parameter in the first step that a monitor saw; null where it did not see the first one.</summary>
    internal static DepthReport? OfFirstStep(IReadOnlyList<ParameterTrace> parameters)
    {
        if (parameters is [] || parameters.Any(parameter => parameter.History is not [{ Iteration: 0 }, ..]))
            return null;
        return Of([.. parameters.Select(parameter => Layer(
            parameter.Name, [parameter.Rows, parameter.Columns], parameter.Length, parameter.History[0].ParameterNorm,
            parameter.History[0].GradientNorm))]);
    }

    private static DepthReport Of(DepthLayer[] layers)
    {
        double[] norms = [.. layers.Where(layer => layer.IsMatrix).Select(layer => layer.GradientNorm)];
        return new(
            layers,
            Growth(norms),
            norms.DefaultIfEmpty(double.NaN).Max(),
            norms is [var first, ..] ? first : double.NaN,
            norms is [.., var last] ? last : double.NaN);
    }

    /// <summary>The parts of a layout.</summary>
    internal static IEnumerable<(string Name, Range Range, IReadOnlyList<int> Shape)> PartsOf(ParameterLayout layout) =>
        layout.Names.Select(name => (name, layout.RangeOf(name), layout.ShapeOf(name)));

    /// <summary>The parts of what a monitor saw.</summary>
    internal static IEnumerable<(string Name, Range Range, IReadOnlyList<int> Shape)> PartsOf(IReadOnlyList<ParameterTrace> parameters)
    {
        var start = 0;
        foreach (var parameter in parameters)
        {
            yield return (parameter.Name, start..(start + parameter.Length), [parameter.Rows, parameter.Columns]);
            start += parameter.Length;
        }
    }

    private static DepthLayer Layer(string name, IReadOnlyList<int> shape, int length, double parameterNorm, double gradientNorm)
    {
        var root = Math.Sqrt(length);
        var rms = parameterNorm / root;
        var isMatrix = shape.Count(extent => extent > 1) >= 2;
        var scale = isMatrix ? rms * Math.Sqrt((shape[0] + (length / shape[0])) / 2.0) : double.NaN;
        return new(name, length, isMatrix, gradientNorm / root, rms, gradientNorm, scale);
    }

    // The slope over the layers counts from the input; the growth counts from the output.
    private static double Growth(double[] norms) =>
        norms.Length < 3 || norms.Contains(0) ? double.NaN : Math.Exp(-RobustStatistics.Line(Array.ConvertAll(norms, Math.Log)).Slope);
}
