using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>The residuals and Jacobians of the caller, counted and checked; where there is no Jacobian, central differences.</summary>
internal sealed class ResidualWalk
{
    // Of least total error, if r‴ is r over the scale cubed: ∛(3u).
    private const double RelativeStep = 6.9e-6;

    // A parameter on its way through 0 is moved by this part of the largest that it has been.
    private const double LeastPart = 0.01;

    private readonly Func<Vector<double>, Vector<double>> _residuals;
    private readonly Func<Vector<double>, Matrix<double>>? _jacobian;
    private readonly double[] _point;
    private readonly double[] _peaks;
    private readonly CancellationToken _cancellation;
    private double[] _behind = [];

    public ResidualWalk(
        Func<Vector<double>, Vector<double>> residuals, Func<Vector<double>, Matrix<double>>? jacobian, int n, CancellationToken cancellation)
    {
        (_residuals, _jacobian, _cancellation) = (residuals, jacobian, cancellation);
        (_point, _peaks) = (new double[n], new double[n]);
    }

    public long Residuals { get; private set; }

    public long Jacobians { get; private set; }

    /// <summary>r(θ₀), whose length all others must have.</summary>
    public double[] First(double[] theta)
    {
        var r = Evaluate(theta);
        _behind = new double[r.Count];
        return r.ToArray();
    }

    /// <summary>r(θ); false if it is not finite.</summary>
    public bool TryResiduals(double[] theta, Span<double> r)
    {
        var values = Evaluate(theta);
        if (values.Count != r.Length)
            throw new InvalidOperationException($"The residuals have {values.Count} entries; at the start they had {r.Length}.");
        (values.AsArray() ?? values.ToArray()).CopyTo(r);
        return Reduction.IsFinite<double>(r);
    }

    /// <summary>J(θ), column by column, with <paramref name="rows"/> entries each; false if it is not finite.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="m">The entries of r.</param>
    /// <param name="rows">The entries of a column; beyond m they are 0.</param>
    /// <param name="columns">J.</param>
    public bool TryJacobian(double[] theta, int m, int rows, double[] columns)
    {
        Array.Clear(columns);
        if (_jacobian is null)
            return TryDifferences(theta, m, rows, columns);
        _cancellation.ThrowIfCancellationRequested();
        Jacobians++;
        var jacobian = _jacobian(Vector<double>.Build.Dense((double[])theta.Clone())) ?? throw new InvalidOperationException("The Jacobian is null.");
        if (jacobian.RowCount != m || jacobian.ColumnCount != theta.Length)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"The Jacobian is {jacobian.RowCount}×{jacobian.ColumnCount}; "
                + $"of {m} residuals and {theta.Length} parameters it is {m}×{theta.Length}."));
        }

        for (var j = 0; j < theta.Length; j++)
        {
            for (var i = 0; i < m; i++)
                columns[(j * rows) + i] = jacobian[i, j];
        }

        return Reduction.IsFinite<double>(columns);
    }

    private Vector<double> Evaluate(double[] theta)
    {
        _cancellation.ThrowIfCancellationRequested();
        Residuals++;
        return _residuals(Vector<double>.Build.Dense((double[])theta.Clone())) ?? throw new InvalidOperationException("The residuals are null.");
    }

    private bool TryDifferences(double[] theta, int m, int rows, double[] columns)
    {
        theta.CopyTo(_point, 0);
        for (var j = 0; j < theta.Length; j++)
        {
            _peaks[j] = Math.Max(_peaks[j], Math.Abs(theta[j]));
            var step = RelativeStep * (_peaks[j] == 0 ? 1 : Math.Max(Math.Abs(theta[j]), LeastPart * _peaks[j]));
            var right = _point[j] = theta[j] + step;
            var ahead = columns.AsSpan(j * rows, m);
            if (!TryResiduals(_point, ahead))
                return false;
            var left = _point[j] = theta[j] - step;
            if (!TryResiduals(_point, _behind))
                return false;
            _point[j] = theta[j];
            for (var i = 0; i < m; i++)
                ahead[i] = (ahead[i] - _behind[i]) / (right - left);
        }

        return true;
    }
}
