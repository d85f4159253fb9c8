using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// AP = QR by Householder's reflections, the column with the largest rest next (Businger and Golub, Numer. Math. 7, 1965), on one thread: the bits
/// depend on the numbers alone. The memory is allocated once, for any number of factorizations.
/// </summary>
internal sealed class PivotedQr
{
    // A norm that was downdated to less of what it was computed as is computed anew (LINPACK; MINPACK's qrfac).
    private const double MostCancellation = 0.05;

    private readonly int _rows;
    private readonly int _columns;
    private readonly double[] _taus;
    private readonly double[] _rests;
    private readonly double[] _computed;

    /// <param name="rows">m.</param>
    /// <param name="columns">n ≤ m.</param>
    public PivotedQr(int rows, int columns)
    {
        (_rows, _columns) = (rows, columns);
        Matrix = new double[(long)rows * columns];
        Diagonal = new double[columns];
        Norms = new double[columns];
        Pivots = new int[columns];
        (_taus, _rests, _computed) = (new double[columns], new double[columns], new double[columns]);
    }

    /// <summary>A, column by column, which the caller fills; then the reflections, and R above the diagonal.</summary>
    public double[] Matrix { get; }

    /// <summary>The diagonal of R.</summary>
    public double[] Diagonal { get; }

    /// <summary>‖A·eⱼ‖₂ of the columns as they came.</summary>
    public double[] Norms { get; }

    /// <summary>Which column of A each column of R is.</summary>
    public int[] Pivots { get; }

    /// <summary>Rᵢₖ for i &lt; k.</summary>
    public double this[int i, int k] => Matrix[(k * _rows) + i];

    public void Factorize()
    {
        for (var j = 0; j < _columns; j++)
        {
            Norms[j] = _rests[j] = _computed[j] = Reduction.Norm(Column(j, 0));
            Pivots[j] = j;
        }

        for (var j = 0; j < _columns; j++)
        {
            BringForward(LargestFrom(j), j);
            var x = Column(j, j);
            var norm = Reduction.Norm(x);
            if (norm == 0)
            {
                (Diagonal[j], _taus[j]) = (0, 0);
                continue;
            }

            if (x[0] < 0)
                norm = -norm;
            for (var i = 0; i < x.Length; i++)
                x[i] /= norm;
            x[0] += 1;
            (Diagonal[j], _taus[j]) = (-norm, 1 / x[0]);
            for (var k = j + 1; k < _columns; k++)
                Update(k, j, x);
        }
    }

    /// <summary>b ← Qᵀb.</summary>
    public void ApplyTransposed(Span<double> b)
    {
        for (var j = 0; j < _columns; j++)
        {
            if (_taus[j] != 0)
                Reflections.Reflect(b[j..], Column(j, j), _taus[j]);
        }
    }

    private Span<double> Column(int j, int from) => Matrix.AsSpan((j * _rows) + from, _rows - from);

    private int LargestFrom(int j)
    {
        var largest = j;
        for (var k = j + 1; k < _columns; k++)
        {
            if (_rests[k] > _rests[largest])
                largest = k;
        }

        return largest;
    }

    private void BringForward(int k, int j)
    {
        if (k == j)
            return;
        Span<double> a = Column(j, 0), b = Column(k, 0);
        for (var i = 0; i < a.Length; i++)
            (a[i], b[i]) = (b[i], a[i]);
        (_rests[k], _computed[k]) = (_rests[j], _computed[j]);
        (Pivots[j], Pivots[k]) = (Pivots[k], Pivots[j]);
    }

    private void Update(int k, int j, ReadOnlySpan<double> u)
    {
        Reflections.Reflect(Column(k, j), u, _taus[j]);
        if (_rests[k] == 0)
            return;
        var part = this[j, k] / _rests[k];
        _rests[k] *= Math.Sqrt(Math.Max(0, 1 - (part * part)));
        var left = _rests[k] / _computed[k];
        if (MostCancellation * left * left <= MachineEpsilon.Double)
            _rests[k] = _computed[k] = Reduction.Norm(Column(k, j + 1));
    }
}
