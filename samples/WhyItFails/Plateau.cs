using MathNet.Numerics.LinearAlgebra;

namespace WhyItFails;

/// <summary>The point at which a network stays that started at zero weights.</summary>
/// <param name="Network">The network there.</param>
/// <param name="Pass">Its gradient over the training examples.</param>
/// <param name="Before">The norms at the start.</param>
/// <param name="After">The norms there.</param>
internal sealed record Plateau(Network Network, Backpropagation Pass, Norms Before, Norms After)
{
    /// <summary>The gradient, as one vector.</summary>
    public Vector<double> Gradient => Pass.ToVector();

    /// <summary>The largest difference between the probability of a class, here the same for every image, and its share of the examples.</summary>
    public double FrequencyError(Examples examples) => Enumerable.Range(0, Pass.Probabilities.RowCount)
        .Max(k => Math.Abs(Pass.Probabilities[k, 0] - (double)examples.Labels.Count(label => label == k) / examples.Count));

    /// <summary>
    /// The non-zero eigenvalues that theory gives the Hessian here, ascending. With h = 0 and W₂ = 0 only W₁[i,·] and W₂[·,i] couple, by C, the mean
    /// of δxᵀ: [0 C; Cᵀ 0] has the eigenvalues ±σ(C), once for every hidden unit i. The output biases have those of diag p − ppᵀ.
    /// </summary>
    public IReadOnlyList<double> TheoreticalEigenvalues(Examples examples)
    {
        var p = Pass.Probabilities.Column(0);
        var coupling = Pass.OutputErrors.TransposeAndMultiply(examples.Images).Svd(computeVectors: false).S;
        var biases = (Matrix<double>.Build.DiagonalOfDiagonalVector(p) - p.OuterProduct(p)).Evd(Symmetricity.Symmetric).EigenValues;
        var units = coupling.SelectMany(sigma => Enumerable.Repeat(sigma, Network.W1.RowCount)).ToArray();
        var all = units.Select(sigma => -sigma).Concat(units).Concat(biases.Select(value => value.Real));
        return [.. all.Where(value => Math.Abs(value) > 1e-12).Order()];
    }
}
