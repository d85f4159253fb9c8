using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>The hidden layers of a model, with what the caller did not say of them: the range of the activation, and the parameters around.</summary>
internal static class HiddenLayer
{
    private const double End = 0.01;

    private static readonly double[] Factors = [1, 30, 1, 30];

    /// <summary>The layers, each with its range and the names of its weights where they are plain; none if the model records none.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">x of some examples.</param>
    /// <param name="outputs">How many outputs the model has.</param>
    public static IReadOnlyList<LayerActivations> Described(Model model, Matrix<double> inputs, int outputs)
    {
        var theta = model.Read();
        var now = Recorded(model, theta, inputs);
        if (now.Count == 0)
            return [];
        if (now.Any(layer => double.IsNaN(layer.Lower) || double.IsNaN(layer.Upper)))
        {
            List<IReadOnlyList<LayerActivations>> seen = [now];
            for (var k = 0; k < Factors.Length; k++)
                seen.Add(Recorded(model, ParameterDraw.Of(model.Layout, theta, Factors[k], k), inputs));
            now = [.. now.Select((layer, k) => WithRange(layer, [.. seen.Where(layers => layers.Count > k).Select(layers => layers[k].Values)]))];
        }

        return WithWeights(now, model.Layout, inputs.RowCount, outputs);
    }

    /// <summary>The layers at a θ, described as they were.</summary>
    public static IReadOnlyList<LayerActivations> At(Model model, double[] theta, Matrix<double> inputs, IReadOnlyList<LayerActivations> described)
    {
        var layers = Recorded(model, theta, inputs);
        return [.. layers.Select((layer, k) => k < described.Count ? described[k] with { Values = layer.Values } : layer)];
    }

    private static IReadOnlyList<LayerActivations> Recorded(Model model, double[] theta, Matrix<double> inputs)
    {
        var seen = LayerRecorder.Recording();
        model.Outputs(theta, inputs, seen);
        return seen.Layers;
    }

    // A range is one that the activations reach at both ends and never leave, however large the weights.
    private static LayerActivations WithRange(LayerActivations layer, Matrix<double>[] seen)
    {
        double[] values = [.. seen.SelectMany(each => each.Enumerate()).Where(double.IsFinite)];
        if (values is [])
            return layer with { Lower = double.NegativeInfinity, Upper = double.PositiveInfinity };
        double low = values.Min(), high = values.Max();
        var lower = low >= 0 && low < End ? 0 : low >= -1 && low < -1 + End && high <= 1 && high > 1 - End ? -1 : double.NegativeInfinity;
        var upper = double.IsFinite(lower) && high <= 1 && high > 1 - End ? 1 : double.PositiveInfinity;
        return layer with
        {
            Lower = double.IsNaN(layer.Lower) ? lower : layer.Lower,
            Upper = double.IsNaN(layer.Upper) ? upper : layer.Upper,
        };
    }

    // Only a plain chain of matrices is told by its sizes: inputs → units → … → outputs, each matrix with its bias behind it or without one.
    private static IReadOnlyList<LayerActivations> WithWeights(
        IReadOnlyList<LayerActivations> layers, ParameterLayout layout, int inputs, int outputs)
    {
        string[] matrices = [.. layout.Names.Where(name => layout.ShapeOf(name).Count == 2)];
        int[] widths = [inputs, .. layers.Select(layer => layer.Values.RowCount), outputs];
        if (matrices.Length != widths.Length - 1)
            return layers;
        for (var k = 0; k < matrices.Length; k++)
        {
            if (!layout.ShapeOf(matrices[k]).SequenceEqual([widths[k + 1], widths[k]]))
                return layers;
        }

        return [.. layers.Select((layer, k) => layer with
        {
            Incoming = matrices[k],
            Outgoing = matrices[k + 1],
            Bias = BiasBehind(layout, matrices[k], widths[k + 1]),
        })];
    }

    private static string? BiasBehind(ParameterLayout layout, string matrix, int units)
    {
        var next = layout.Names.SkipWhile(name => name != matrix).Skip(1).FirstOrDefault();
        return next is not null && layout.ShapeOf(next) is [var length] && length == units ? next : null;
    }
}
