namespace Optimizers.LinearAlgebra;

/// <summary>
/// A = QTQᵀ of a symmetric matrix, T tridiagonal and Q a product of n − 2 reflections H = I − τuuᵀ (Householder 1958; Golub and Van Loan, Matrix
/// Computations, 8.3.1). T has the eigenvalues of A within p(n)·ε·‖A‖₂.
/// </summary>
/// <remarks>
/// 4n³/3 operations. The update A ← A − uwᵀ − wuᵀ waits for the next reflection, so that a step reads and writes what is left of A once: the time is
/// that of n³/6 entries to and from memory.
/// </remarks>
internal sealed class TridiagonalReduction
{
    private readonly double[] _reflections;
    private readonly double[] _tau;

    private TridiagonalReduction(double[] diagonal, double[] offDiagonal, double[] reflections, double[] tau)
    {
        Diagonal = diagonal;
        OffDiagonal = offDiagonal;
        _reflections = reflections;
        _tau = tau;
    }

    /// <summary>The n entries tᵢᵢ.</summary>
    public double[] Diagonal { get; }

    /// <summary>The n − 1 entries tᵢ₊₁,ᵢ (none if n = 0).</summary>
    public double[] OffDiagonal { get; }

    /// <summary>Reduces A.</summary>
    /// <param name="a">n² entries, column by column, of moderate size (no over- or underflow of squares); the lower triangle is read,
    /// and overwritten.</param>
    /// <param name="n">The dimension.</param>
    /// <param name="cancellationToken">Cancels between two columns; A is then spoilt.</param>
    public static TridiagonalReduction Of(double[] a, int n, CancellationToken cancellationToken = default)
    {
        var diagonal = new double[n];
        var offDiagonal = new double[Math.Max(0, n - 1)];
        var tau = new double[Math.Max(0, n - 1)];
        var u = new double[n];
        var w = new double[n]; // Of the reflection before, as v: A is still to become A − vwᵀ − wvᵀ.
        var v = new double[n];
        var y = new double[n];
        for (var k = 0; k < n; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = a.AsSpan(k * n + k, n - k);
            for (var i = 0; i < first.Length; i++)
                first[i] = first[i] - w[k] * v[k + i] - v[k] * w[k + i];
            diagonal[k] = first[0];
            if (k == n - 1)
                break;

            var x = first[1..];
            (offDiagonal[k], tau[k]) = Reflections.Make(x);
            x.CopyTo(u.AsSpan(k + 1));
            Multiply(a, n, k + 1, v, w, u, y);

            // w = τAu − ½τ²(uᵀAu)u.
            var rest = u.AsSpan(k + 1);
            var product = y.AsSpan(k + 1);
            var half = 0.5 * tau[k] * tau[k] * ShortVectors.Dot(product, rest);
            for (var i = 0; i < rest.Length; i++)
                w[k + 1 + i] = tau[k] * product[i] - half * rest[i];
            rest.CopyTo(v.AsSpan(k + 1));
        }

        return new(diagonal, offDiagonal, a, tau);
    }

    /// <summary>A = UΛUᵀ by the reduction, divide and conquer for T = VΛVᵀ, and U = QV. O(n³), 7n² numbers in memory.</summary>
    /// <param name="a">n² entries as above; overwritten.</param>
    /// <param name="n">The dimension.</param>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="cancellationToken">Cancels between two columns.</param>
    /// <returns>Λ ascending, and U column by column.</returns>
    /// <exception cref="MathNet.Numerics.NonConvergenceException">An eigenvalue did not converge.</exception>
    public static (double[] Values, double[] Vectors) Decompose(double[] a, int n, int threads, CancellationToken cancellationToken = default)
    {
        var reduction = Of(a, n, cancellationToken);
        var values = (double[])[.. reduction.Diagonal];
        var vectors = DividedTridiagonal.Solve(values, reduction.OffDiagonal, threads, cancellationToken);
        reduction.Rotate(vectors, threads);
        return (values, vectors);
    }

    // X ← QX: the reflections begin in row 1, and have zeros above the 1 in their own row.
    private unsafe void Rotate(double[] x, int threads)
    {
        var n = Diagonal.Length;
        if (n < 3)
            return;
        for (var k = 0; k < n; k++)
            _reflections.AsSpan(k * n, k + 1).Clear();
        fixed (double* first = x)
            ReflectionPanels<double>.Of(n - 1, _reflections, 1, n, _tau, threads).Multiply(n, first + 1, n);
    }

    // Brings A up to date, A ← A − vwᵀ − wvᵀ, and multiplies: y = Au, all from an index on.
    private static void Multiply(double[] a, int n, int start, double[] v, double[] w, double[] u, double[] y)
    {
        Array.Clear(y);
        for (var j = start; j < n; j++)
        {
            ref var diagonal = ref a[j * n + j];
            diagonal -= 2 * v[j] * w[j];
            var below = j + 1;
            y[j] += diagonal * u[j] + Reflections.UpdateAndMultiply(
                a.AsSpan(j * n + below, n - below), v.AsSpan(below), w.AsSpan(below), v[j], w[j], u.AsSpan(below), u[j], y.AsSpan(below));
        }
    }
}
