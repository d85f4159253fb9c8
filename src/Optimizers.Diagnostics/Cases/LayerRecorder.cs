using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>
/// Takes down hidden layers on the way forward: <c>seen["hidden", activations]</c> returns the activations as they are. Between measurements it keeps
/// nothing.
/// </summary>
public sealed class LayerRecorder
{
    private readonly List<LayerActivations>? _layers;

    private LayerRecorder(List<LayerActivations>? layers) => _layers = layers;

    /// <summary>Records nothing.</summary>
    internal static LayerRecorder None { get; } = new(null);

    /// <summary>The layers in the order in which they were recorded.</summary>
    internal IReadOnlyList<LayerActivations> Layers => _layers ?? [];

    /// <summary>Records a hidden layer, and returns its activations. A layer that comes twice, as in a recurrence, is counted.</summary>
    /// <param name="layer">Its name.</param>
    /// <param name="activations">units × examples, after the activation function.</param>
    /// <param name="lower">The lower end of the activation function's range; −∞ if it has none, NaN if the diagnosis is to see for itself.</param>
    /// <param name="upper">The upper end; ∞ if it has none, NaN if the diagnosis is to see for itself.</param>
    /// <exception cref="ArgumentNullException">The name or the activations are null.</exception>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public Matrix<double> this[string layer, Matrix<double> activations, double lower = double.NaN, double upper = double.NaN]
    {
        get
        {
            ArgumentException.ThrowIfNullOrEmpty(layer);
            ArgumentNullException.ThrowIfNull(activations);
            if (_layers is null)
                return activations;
            var before = _layers.Count(each => each.Name == layer || each.Name.StartsWith(layer + " (", StringComparison.Ordinal));
            var name = before == 0 ? layer : FormattableString.Invariant($"{layer} ({before + 1})");
            _layers.Add(new(name, activations.Clone(), lower, upper)); // A copy: the caller may use the storage again.
            return activations;
        }
    }

    /// <summary>A recorder that keeps what it is given.</summary>
    internal static LayerRecorder Recording() => new([]);
}
