namespace Optimizers.Tests.Papers;

/// <summary>The matrix algebra that the papers take for granted, by its definitions: triple loops, Gram-Schmidt, Jacobi rotations.</summary>
internal static class SmallMatrix
{
    public static double[,] FromColumns(double[] columnMajor, int rows, int columns)
    {
        var matrix = new double[rows, columns];
        for (var c = 0; c < columns; c++)
        {
            for (var r = 0; r < rows; r++)
                matrix[r, c] = columnMajor[(c * rows) + r];
        }

        return matrix;
    }

    public static double[] ToColumns(double[,] matrix)
    {
        var (rows, columns) = (matrix.GetLength(0), matrix.GetLength(1));
        var columnMajor = new double[rows * columns];
        for (var c = 0; c < columns; c++)
        {
            for (var r = 0; r < rows; r++)
                columnMajor[(c * rows) + r] = matrix[r, c];
        }

        return columnMajor;
    }

    public static double[,] Identity(int n)
    {
        var matrix = new double[n, n];
        for (var i = 0; i < n; i++)
            matrix[i, i] = 1;
        return matrix;
    }

    public static double[,] Transpose(double[,] a)
    {
        var result = new double[a.GetLength(1), a.GetLength(0)];
        for (var r = 0; r < a.GetLength(0); r++)
        {
            for (var c = 0; c < a.GetLength(1); c++)
                result[c, r] = a[r, c];
        }

        return result;
    }

    public static double[,] Product(double[,] a, double[,] b)
    {
        var result = new double[a.GetLength(0), b.GetLength(1)];
        for (var r = 0; r < a.GetLength(0); r++)
        {
            for (var c = 0; c < b.GetLength(1); c++)
            {
                var sum = 0.0;
                for (var k = 0; k < a.GetLength(1); k++)
                    sum += a[r, k] * b[k, c];
                result[r, c] = sum;
            }
        }

        return result;
    }

    /// <summary>αA + βB.</summary>
    public static double[,] Combine(double alpha, double[,] a, double beta, double[,] b)
    {
        var result = new double[a.GetLength(0), a.GetLength(1)];
        for (var r = 0; r < a.GetLength(0); r++)
        {
            for (var c = 0; c < a.GetLength(1); c++)
                result[r, c] = (alpha * a[r, c]) + (beta * b[r, c]);
        }

        return result;
    }

    /// <summary>The orthogonal factor of A = QR for a square A of full rank, by Gram-Schmidt done twice; R has a positive diagonal.</summary>
    public static double[,] OrthogonalFactor(double[,] a)
    {
        var n = a.GetLength(0);
        var q = (double[,])a.Clone();
        for (var c = 0; c < n; c++)
        {
            for (var pass = 0; pass < 2; pass++)
            {
                for (var before = 0; before < c; before++)
                {
                    var dot = 0.0;
                    for (var r = 0; r < n; r++)
                        dot += q[r, before] * q[r, c];
                    for (var r = 0; r < n; r++)
                        q[r, c] -= dot * q[r, before];
                }
            }

            var square = 0.0;
            for (var r = 0; r < n; r++)
                square += q[r, c] * q[r, c];
            for (var r = 0; r < n; r++)
                q[r, c] /= Math.Sqrt(square);
        }

        return q;
    }

    /// <summary>Eigenvalues in descending order and the eigenvectors as columns, of a symmetric matrix, by cyclic Jacobi rotations.</summary>
    public static (double[] Values, double[,] Vectors) Eigen(double[,] symmetric)
    {
        var n = symmetric.GetLength(0);
        var a = (double[,])symmetric.Clone();
        var v = Identity(n);
        for (var sweep = 0; sweep < 60; sweep++)
        {
            for (var p = 0; p < n; p++)
            {
                for (var q = p + 1; q < n; q++)
                {
                    if (a[p, q] == 0)
                        continue;
                    var theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
                    var tangent = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
                    var cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
                    var rotation = Identity(n);
                    (rotation[p, p], rotation[q, q], rotation[p, q], rotation[q, p]) = (cosine, cosine, tangent * cosine, -tangent * cosine);
                    a = Product(Transpose(rotation), Product(a, rotation));
                    a[p, q] = a[q, p] = 0;
                    v = Product(v, rotation);
                }
            }
        }

        var order = Enumerable.Range(0, n).OrderByDescending(i => a[i, i]).ToArray();
        return ([.. order.Select(i => a[i, i])], Columns(v, order));
    }

    /// <summary>The columns of A in the given order.</summary>
    public static double[,] Columns(double[,] a, int[] order)
    {
        var result = new double[a.GetLength(0), order.Length];
        for (var c = 0; c < order.Length; c++)
        {
            for (var r = 0; r < a.GetLength(0); r++)
                result[r, c] = a[r, order[c]];
        }

        return result;
    }
}
