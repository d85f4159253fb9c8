using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <inheritdoc cref="Symmetry.IdenticalUnits"/>
internal sealed class IdenticalUnits(HiddenUnits units) : Symmetry($"identical units of {units.In.Name}")
{
    public override IEnumerable<Vector<double>> Tangents(Vector<double> theta)
    {
        var groups = Enumerable.Range(0, units.Count).GroupBy(
            unit => units.Incoming(unit).Select(index => theta[index]).ToArray(),
            EqualityComparer<double[]>.Create((a, b) => a.AsSpan().SequenceEqual(b), a => a.Aggregate(0, HashCode.Combine)));
        foreach (var group in groups)
        {
            var first = units.Outgoing(group.First()).ToArray();
            foreach (var other in group.Skip(1))
            {
                foreach (var (one, another) in first.Zip(units.Outgoing(other)))
                    yield return Layer.Sparse(theta.Count, [(one, 1.0), (another, -1.0)]);
            }
        }
    }
}
