namespace WhyItFails;

/// <summary>Euclidean norms, each of W₁, b₁, W₂ and b₂.</summary>
/// <param name="Parameters">The norms of the parameters.</param>
/// <param name="Gradients">The norms of the loss's gradient by them.</param>
internal sealed record Norms(double[] Parameters, double[] Gradients)
{
    /// <summary>The norms of a network and of the last gradient of a pass.</summary>
    public static Norms Of(Network network, Backpropagation pass) => new(
        [network.W1.FrobeniusNorm(), network.B1.L2Norm(), network.W2.FrobeniusNorm(), network.B2.L2Norm()],
        [pass.DW1.FrobeniusNorm(), pass.DB1.L2Norm(), pass.DW2.FrobeniusNorm(), pass.DB2.L2Norm()]);
}
