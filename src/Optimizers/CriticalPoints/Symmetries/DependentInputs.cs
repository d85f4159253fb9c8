using MathNet.Numerics.LinearAlgebra;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <inheritdoc cref="Symmetry.DependentInputs"/>
internal sealed class DependentInputs : Symmetry
{
    private readonly Layer _layer;
    private readonly List<Vector<double>> _relations;

    public DependentInputs(Layer layer, Matrix<double> inputs)
        : base($"dependent inputs of {layer.Name}")
    {
        if (inputs.RowCount != layer.Columns)
            throw new ArgumentException($"The examples have {inputs.RowCount} inputs; {layer.Name} needs {layer.Columns}.", nameof(inputs));
        _layer = layer;
        _relations = Relations(layer.HasBias ? inputs.InsertRow(inputs.RowCount, Vector<double>.Build.Dense(inputs.ColumnCount, 1)) : inputs);
    }

    public override IEnumerable<Vector<double>> Tangents(Vector<double> theta) =>
        from z in _relations
        from unit in Enumerable.Range(0, _layer.Rows)
        select Layer.Sparse(theta.Count, z.EnumerateIndexed(Zeros.AllowSkip).Select(
            entry => (entry.Item1 < _layer.Columns ? _layer.Weight(unit, entry.Item1) : _layer.Bias(unit), entry.Item2)));

    // The null space of XXᵀ, every row of X at unit length: inputs may be in unlike units.
    private static List<Vector<double>> Relations(Matrix<double> x)
    {
        var norms = x.RowNorms(2);
        var scaled = Matrix<double>.Build.DenseOfRowVectors(x.EnumerateRows().Select((row, a) => norms[a] == 0 ? row : row / norms[a]));
        var system = SymmetricEigenSystem.Of(scaled.TransposeAndMultiply(scaled).ToColumnMajorArray(), x.RowCount);
        var values = Array.ConvertAll(system.Values, value => Math.ScaleB(value, system.Exponent));
        var zero = 1e-13 * x.RowCount * Math.Max(1, values[^1]);
        return [.. Enumerable.Range(0, x.RowCount)
            .Where(i => values[i] <= zero)
            .Select(i => Vector<double>.Build.Dense(system.Vector(i).ToArray()).MapIndexed((a, entry) => norms[a] == 0 ? entry : entry / norms[a]))];
    }
}
