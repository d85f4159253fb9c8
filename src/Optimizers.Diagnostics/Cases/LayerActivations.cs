using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>The activations of one hidden layer at one θ, over some examples.</summary>
/// <param name="Name">The layer.</param>
/// <param name="Values">units × examples, after the activation function.</param>
/// <param name="Lower">The lower end of the activation function's range; −∞ if it has none.</param>
/// <param name="Upper">The upper end; ∞ if it has none.</param>
/// <param name="Incoming">The name of the weight matrix (units × inputs, or units a row) that makes this layer, as in the layout;
/// null if unknown.</param>
/// <param name="Outgoing">The name of the weight matrix (outputs × units) that reads this layer; null if unknown.</param>
/// <param name="Bias">The name of the layer's bias; null if it has none.</param>
public sealed record LayerActivations(
    string Name,
    Matrix<double> Values,
    double Lower = double.NegativeInfinity,
    double Upper = double.PositiveInfinity,
    string? Incoming = null,
    string? Outgoing = null,
    string? Bias = null);
