namespace Optimizers.LinearAlgebra;

/// <summary>
/// A = QBPᵀ of a square matrix, B upper bidiagonal, Q and P products of reflections (Golub and Kahan 1965; Golub and Van Loan, Matrix Computations,
/// 5.4.8). B has the singular values of A within p(n)·ε·‖A‖₂.
/// </summary>
/// <remarks>
/// 8n³/3 operations. The update A ← A − uyᵀ − xvᵀ of a step waits for the next one, which reads what is left of A twice and writes it once.
/// </remarks>
internal sealed class Bidiagonalization
{
    private readonly double[] _left;
    private readonly double[] _leftTau;
    private readonly double[] _right;
    private readonly double[] _rightTau;
    private readonly int _threads;

    /// <summary>Reduces A.</summary>
    /// <param name="a">n² entries, column by column, of moderate size (no over- or underflow of squares). It is kept: the reflections of Q.</param>
    /// <param name="n">The dimension, at least 1.</param>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="cancellationToken">Cancels between two columns; A is then spoilt.</param>
    public Bidiagonalization(double[] a, int n, int threads, CancellationToken cancellationToken)
    {
        _threads = threads;
        (Diagonal, OffDiagonal) = (new double[n], new double[n - 1]);
        (_left, _leftTau, _right, _rightTau) = (a, new double[n], new double[n * n], new double[n - 1]);
        var pass = new BidiagonalPass(a, n);
        for (var k = 0; k < n; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var column = pass.Update(k);
            (Diagonal[k], _leftTau[k]) = Reflections.Make(column);
            if (k == n - 1)
                break;
            var row = _right.AsSpan((k * n) + k + 1, n - k - 1);
            pass.MultiplyLeft(k, _leftTau[k], row, threads);
            (OffDiagonal[k], _rightTau[k]) = Reflections.Make(row);
            pass.MultiplyRight(k, _rightTau[k], row, threads);
        }

        for (var k = 0; k < n; k++)
            a.AsSpan(k * n, k).Clear();
    }

    /// <summary>The n entries bᵢᵢ.</summary>
    public double[] Diagonal { get; }

    /// <summary>The n − 1 entries bᵢ,ᵢ₊₁.</summary>
    public double[] OffDiagonal { get; }

    /// <summary>C ← QC.</summary>
    /// <param name="c">C, with n rows.</param>
    /// <param name="stride">From one column of C to the next.</param>
    /// <param name="columns">The columns of C.</param>
    public unsafe void MultiplyLeft(Span<double> c, int stride, int columns)
    {
        var n = Diagonal.Length;
        fixed (double* pc = c)
            ReflectionPanels<double>.Of(n, _left, 0, n, _leftTau, _threads).Multiply(columns, pc, stride);
    }

    /// <summary>C ← PC.</summary>
    /// <inheritdoc cref="MultiplyLeft"/>
    public unsafe void MultiplyRight(Span<double> c, int stride, int columns)
    {
        var n = Diagonal.Length;
        if (n == 1)
            return;
        fixed (double* pc = c)
            ReflectionPanels<double>.Of(n - 1, _right, 1, n, _rightTau, _threads).Multiply(columns, pc + 1, stride);
    }
}
