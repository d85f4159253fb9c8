using System.Globalization;

namespace Optimizers.Diagnostics;

/// <summary>
/// Draws new weights for all hidden layers and for the readout of the last one, each by the rule for the range of its activation function. Biases
/// become 0, and the optimizer begins at iteration 0. The weights are normal with the variance 2/inputs where the range has no upper end (ReLU: He et
/// al. 2015), 2/(inputs + outputs) else (tanh: Glorot and Bengio 2010), 16 times that for a range from 0 to 1, as the slope of the logistic function
/// is a quarter, and 1/inputs for the readout (LeCun et al. 1998).
/// </summary>
internal sealed class ReinitializeLayersAction : RemedyAction
{
    private readonly (string Incoming, string? Bias, string? Outgoing, double Lower, double Upper)[] _layers;
    private readonly int _seed;

    public ReinitializeLayersAction(IReadOnlyList<LayerActivations> layers, int seed)
    {
        _layers = [.. layers.Select(layer => (layer.Incoming!, layer.Bias, layer.Outgoing, layer.Lower, layer.Upper))];
        _seed = seed;
    }

    public override string Description => string.Create(
        CultureInfo.InvariantCulture, $"start anew with the weights of {_layers.Length} hidden layers and their readout drawn as they should be");

    internal override bool IsForManyCauses => true;

    public override IOptimizer Apply(IOptimizer optimizer, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var weights = Array.ConvertAll(_layers, layer => Usable(parameters, layer.Incoming));
        var biases = Array.ConvertAll(_layers, layer => layer.Bias is null ? (Parameter?)null : Usable(parameters, layer.Bias));
        var readout = Readout(parameters);
        foreach (var weight in weights)
        {
            if (!weight.IsMatrix)
                throw new InapplicableRemedyException($"{weight.Name} is {ParameterForm.Of(weight).Shape}; weights must be a matrix.");
        }

        var random = new Random(_seed);
        for (var l = 0; l < weights.Length; l++)
        {
            var (rows, columns) = (weights[l].Rows, weights[l].Columns);
            var glorot = 2.0 / (rows + columns);
            var (lower, upper) = (_layers[l].Lower, _layers[l].Upper);
            var variance = double.IsPositiveInfinity(upper) && lower == 0 ? 2.0 / columns : lower == 0 && upper == 1 ? 16 * glorot : glorot;
            Draw(weights[l], variance, random);
            if (biases[l] is { } bias)
                Clear(bias);
        }

        if (readout is { } output)
            Draw(output, 1.0 / output.Columns, random);
        return RestartAction.BeginAnew(optimizer);
    }

    private static Parameter Usable(IReadOnlyList<Parameter> parameters, string name)
    {
        var found = parameters[ParameterValues.Find(parameters, name)];
        return found.Frozen ? throw new InapplicableRemedyException($"{name} is frozen.") : found;
    }

    private static void Draw(in Parameter weights, double variance, Random random)
    {
        var deviation = Math.Sqrt(variance);
        for (var i = 0; i < weights.Length; i++)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())); // Box and Muller 1958.
            ParameterValues.Set(weights, i, deviation * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }
    }

    private static void Clear(in Parameter bias)
    {
        for (var i = 0; i < bias.Length; i++)
            ParameterValues.Set(bias, i, 0);
    }

    /// <summary>The matrix that reads the last hidden layer: as it is named, else the next one in the step; null if there is none.</summary>
    private Parameter? Readout(IReadOnlyList<Parameter> parameters)
    {
        if (_layers[^1].Outgoing is { } name)
            return Usable(parameters, name);
        for (var i = ParameterValues.Find(parameters, _layers[^1].Incoming) + 1; i < parameters.Count; i++)
        {
            if (parameters[i].IsMatrix)
                return parameters[i].Frozen ? null : parameters[i];
        }

        return null;
    }
}
