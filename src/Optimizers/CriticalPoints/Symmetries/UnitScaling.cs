using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <inheritdoc cref="Symmetry.UnitScaling"/>
internal sealed class UnitScaling(HiddenUnits units) : Symmetry($"scaling of the units of {units.In.Name}")
{
    public override IEnumerable<Vector<double>> Tangents(Vector<double> theta) =>
        from unit in Enumerable.Range(0, units.Count)
        let entries = units.Incoming(unit).Select(index => (index, theta[index]))
            .Concat(units.Outgoing(unit).Select(index => (index, -theta[index]))).ToList()
        where entries.Exists(entry => entry.Item2 != 0)
        select Layer.Sparse(theta.Count, entries);
}
