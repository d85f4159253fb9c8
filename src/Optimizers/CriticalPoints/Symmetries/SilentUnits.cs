using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <inheritdoc cref="Symmetry.SilentUnits"/>
internal sealed class SilentUnits : Symmetry
{
    private readonly HiddenUnits _units;
    private readonly int[] _silent;

    public SilentUnits(HiddenUnits units, int[] silent)
        : base($"silent units of {units.In.Name}")
    {
        foreach (var unit in silent)
        {
            if (unit < 0 || unit >= units.Count)
                throw new ArgumentOutOfRangeException(nameof(silent), unit,
                    $"There is no unit {unit}; {units.In.Name} has the units 0 to {units.Count - 1}.");
        }

        _units = units;
        _silent = [.. silent.Distinct()];
    }

    public override IEnumerable<Vector<double>> Tangents(Vector<double> theta) =>
        from unit in _silent
        from index in _units.Incoming(unit).Concat(_units.Outgoing(unit))
        select Layer.Sparse(theta.Count, [(index, 1.0)]);
}
