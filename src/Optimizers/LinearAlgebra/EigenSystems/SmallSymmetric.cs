namespace Optimizers.LinearAlgebra;

/// <summary>
/// The eigen-system of a small dense symmetric matrix, such as a projected one: Householder tridiagonalization (Golub and Van Loan, algorithm 8.3.1),
/// then <see cref="SymmetricTridiagonal"/>. The same bits on every machine, whatever providers MathNet has been given.
/// </summary>
internal static class SmallSymmetric
{
    /// <summary>Decomposes A = SΘSᵀ.</summary>
    /// <param name="a">aᵢⱼ at i + j·m; both halves; is overwritten.</param>
    /// <param name="m">The dimension.</param>
    /// <returns>Θ, ascending, and the eigenvectors: component i of vector j at i + j·m.</returns>
    public static (double[] Values, double[] Vectors) Decompose(double[] a, int m)
    {
        // The rows of Q are carried along, so that they become those of QS.
        var q = new double[m][];
        for (var i = 0; i < m; i++)
        {
            q[i] = new double[m];
            q[i][i] = 1;
        }

        var reflector = new double[m];
        var product = new double[m];
        for (var k = 0; k + 2 < m; k++)
            Reflect(a, m, k, reflector, product, q);

        double[] values = new double[m], offDiagonal = new double[m];
        for (var i = 0; i < m; i++)
        {
            values[i] = a[i + (i * m)];
            offDiagonal[i] = i + 1 < m ? a[i + 1 + (i * m)] : 0;
        }

        SymmetricTridiagonal.Solve(values, offDiagonal, q);
        var vectors = new double[m * m];
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < m; j++)
                vectors[i + (j * m)] = q[i][j];
        }

        return (values, vectors);
    }

    // A ← HAH and Q ← QH, H = I − 2vvᵀ the reflection that takes column k below its diagonal to a multiple of the first unit vector.
    private static void Reflect(double[] a, int m, int k, double[] v, double[] p, double[][] q)
    {
        var largest = 0.0;
        for (var i = k + 1; i < m; i++)
            largest = Math.Max(largest, Math.Abs(a[i + (k * m)]));
        if (largest == 0)
            return;
        var squares = 0.0;
        for (var i = k + 1; i < m; i++)
        {
            v[i] = a[i + (k * m)] / largest;
            squares += v[i] * v[i];
        }

        var norm = Math.Sqrt(squares);
        v[k + 1] += Math.CopySign(norm, v[k + 1]);
        squares = 0;
        for (var i = k + 1; i < m; i++)
            squares += v[i] * v[i];
        var scale = Math.Sqrt(squares);
        for (var i = k + 1; i < m; i++)
            v[i] /= scale;

        // p = 2Av, w = p − (vᵀp)v; A ← A − vwᵀ − wvᵀ.
        var inner = 0.0;
        for (var i = k; i < m; i++)
        {
            var sum = 0.0;
            for (var j = k + 1; j < m; j++)
                sum += a[i + (j * m)] * v[j];
            p[i] = 2 * sum;
            if (i > k)
                inner += v[i] * p[i];
        }

        v[k] = 0;
        for (var i = k; i < m; i++)
            p[i] -= inner * v[i];
        for (var j = k; j < m; j++)
        {
            for (var i = k; i < m; i++)
                a[i + (j * m)] -= (v[i] * p[j]) + (p[i] * v[j]);
        }

        foreach (var row in q)
        {
            var sum = 0.0;
            for (var j = k + 1; j < m; j++)
                sum += row[j] * v[j];
            for (var j = k + 1; j < m; j++)
                row[j] -= 2 * sum * v[j];
        }
    }
}
