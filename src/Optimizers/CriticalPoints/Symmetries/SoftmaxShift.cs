using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <inheritdoc cref="Symmetry.SoftmaxShift"/>
internal sealed class SoftmaxShift(Layer layer) : Symmetry($"shift of the softmax over {layer.Name}")
{
    public override IEnumerable<Vector<double>> Tangents(Vector<double> theta)
    {
        for (var column = 0; column < layer.Columns; column++)
            yield return Layer.Sparse(theta.Count, Enumerable.Range(0, layer.Rows).Select(row => (layer.Weight(row, column), 1.0)));
        if (layer.HasBias)
            yield return Layer.Sparse(theta.Count, Enumerable.Range(0, layer.Rows).Select(row => (layer.Bias(row), 1.0)));
    }
}
