using System.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra.Factorization;
using MathNet.Numerics.Providers.LinearAlgebra;
using Optimizers.Arithmetic;
using Optimizers.Tests.Proofs;

namespace Optimizers.Tests.Providers;

/// <summary>The provider's factorizations against the error bounds of the textbooks, in residuals that are taken in double-double.</summary>
public sealed class DenseFactorizationTests
{
    private static readonly ILinearAlgebraProvider Provider = new SimdLinearAlgebraProvider();

    public static TheoryData<string> HardMatrices => new(Matrices.Keys);

    private static Dictionary<string, Func<int, double[]>> Matrices { get; } = new()
    {
        ["normal"] = n => MatrixSource.Vector(n * n, new MatrixSource(1).Normal),
        ["graded"] = n => Matrix(n, (i, j) => Math.ScaleB(new RandomEntries(2).Uniform(i + (j * n)), -i - j)),
        ["Hilbert"] = n => Matrix(n, (i, j) => 1.0 / (i + j + 1)),
        ["Kahan"] = n => Matrix(n, (i, j) => i > j ? 0 : Math.Pow(Math.Sin(1.2), i) * (i == j ? 1 : -Math.Cos(1.2))),
        ["growth"] = n => Matrix(n, (i, j) => i == j || j == n - 1 ? 1 : i > j ? -1 : 0),
        ["singular"] = n => Matrix(n, (i, j) => i + j),
        ["zero"] = n => new double[n * n],
    };

    [Theory]
    [MemberData(nameof(HardMatrices))]
    public void LU_is_A_with_its_rows_exchanged_within_Highams_bound(string name)
    {
        foreach (var n in (int[])[0, 1, 2, 7, 8, 9, 17, 30, 64, 75])
        {
            var a = Matrices[name](n);
            var (factors, pivots) = ((double[])a.Clone(), new int[n]);
            Provider.LUFactor(factors, n, pivots);
            var exchanged = (double[])a.Clone();
            for (var j = 0; j < n; j++)
            {
                pivots[j].Should().BeInRange(j, n - 1);
                for (var k = 0; k < n; k++)
                    (exchanged[j + (k * n)], exchanged[pivots[j] + (k * n)]) = (exchanged[pivots[j] + (k * n)], exchanged[j + (k * n)]);
            }

            for (var j = 0; j < n; j++)
            {
                for (var i = 0; i < n; i++)
                {
                    if (i > j)
                        Math.Abs(factors[i + (j * n)]).Should().BeLessThanOrEqualTo(1, "the pivot is the largest");
                    var (difference, size) = Difference(
                        Math.Min(i, j) + 1, exchanged[i + (j * n)], k => k == i ? 1 : factors[i + (k * n)], k => factors[k + (j * n)]);
                    difference.Should().BeLessThanOrEqualTo(2 * (n + 1) * 1.2e-16 * size, "{0} {1} ({2}, {3})", name, n, i, j);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(HardMatrices))]
    public void Cholesky_is_A_within_Highams_bound(string name)
    {
        foreach (var n in (int[])[0, 1, 2, 15, 16, 17, 31, 40, 75])
        {
            var a = Positive(Matrices[name](n), n);
            var factor = (double[])a.Clone();
            Provider.CholeskyFactor(factor, n);
            for (var j = 0; j < n; j++)
            {
                for (var i = 0; i < n; i++)
                {
                    if (i < j)
                    {
                        factor[i + (j * n)].Should().Be(0);
                        continue;
                    }

                    var (difference, size) = Difference(j + 1, a[i + (j * n)], k => factor[i + (k * n)], k => factor[j + (k * n)]);
                    difference.Should().BeLessThanOrEqualTo(2 * (n + 1) * 1.2e-16 * size, "{0} {1} ({2}, {3})", name, n, i, j);
                }
            }
        }
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(40, 7)]
    [InlineData(90, 90)]
    public void Solutions_have_small_residuals(int n, int columns)
    {
        var source = new MatrixSource(4);
        var a = MatrixSource.Vector(n * n, source.Normal);
        var positive = Positive(a, n);
        var b = MatrixSource.Vector(n * columns, source.Normal);
        var (byLu, byCholesky, inverse) = ((double[])b.Clone(), (double[])b.Clone(), (double[])a.Clone());

        Provider.LUSolve(columns, a, n, byLu);
        Provider.CholeskySolve(positive, n, byCholesky, columns);
        Provider.LUInverse(inverse, n);

        Residual(a, byLu, b, columns).Should().BeLessThan(1e-14 * n);
        Residual(positive, byCholesky, b, columns).Should().BeLessThan(1e-14 * n);
        Residual(a, inverse, Matrix(n, (i, j) => i == j ? 1 : 0), n).Should().BeLessThan(1e-14 * n);

        // Relative to |A||X| + |B|.
        double Residual(double[] m, double[] x, double[] y, int count)
        {
            var worst = 0.0;
            for (var j = 0; j < count; j++)
            {
                for (var i = 0; i < n; i++)
                {
                    var (difference, size) = Difference(n, y[i + (j * n)], k => m[i + (k * n)], k => x[k + (j * n)]);
                    worst = Math.Max(worst, difference / (size + Math.Abs(y[i + (j * n)])));
                }
            }

            return worst;
        }
    }

    [Theory]
    [MemberData(nameof(HardMatrices))]
    public void QR_is_A_column_by_column_with_orthonormal_columns_of_Q(string name)
    {
        foreach (var n in (int[])[1, 2, 7, 33, 64, 75, 130])
        {
            var half = (n + 1) / 2;
            foreach (var (rows, columns, exponent) in ((int, int, int)[])[(n, n, 0), (n, half, 0), (half, n, 0), (n, n, 900), (n, n, -900)])
            {
                var a = Array.ConvertAll(Matrices[name](n)[..(rows * columns)], entry => Math.ScaleB(entry, exponent));
                var (r, q) = ((double[])a.Clone(), new double[rows * rows]);
                Provider.QRFactor(r, rows, columns, q, new double[Math.Min(rows, columns)]);
                HoldsQr(a, q, r, rows, columns, rows);
                if (rows < columns)
                    continue;
                var (thin, triangle) = ((double[])a.Clone(), new double[columns * columns]);
                Provider.ThinQRFactor(thin, rows, columns, triangle, new double[columns]);
                HoldsQr(a, thin, triangle, rows, columns, columns);
                for (var j = 0; j < columns; j++)
                    triangle.AsSpan(j * columns, columns).ToArray().Should().Equal(r.AsSpan(j * rows, columns).ToArray());
            }
        }
    }

    [Theory]
    [InlineData(6, 1, 1)]
    [InlineData(40, 40, 3)]
    [InlineData(150, 90, 7)]
    public void Least_squares_by_QR_leave_a_residual_that_is_orthogonal_to_the_columns(int rows, int columns, int columnsOfB)
    {
        var source = new MatrixSource(9);
        var (a, b) = (MatrixSource.Vector(rows * columns, source.Normal), MatrixSource.Vector(rows * columnsOfB, source.Normal));
        var (full, q) = ((double[])a.Clone(), new double[rows * rows]);
        Provider.QRFactor(full, rows, columns, q, new double[columns]);
        var (thin, r) = ((double[])a.Clone(), new double[columns * columns]);
        Provider.ThinQRFactor(thin, rows, columns, r, new double[columns]);
        var solutions = new[] { new double[columns * columnsOfB], new double[columns * columnsOfB], new double[columns * columnsOfB] };
        Provider.QRSolve(a, rows, columns, b, columnsOfB, solutions[0], QRMethod.Full);
        Provider.QRSolveFactored(q, full, rows, columns, null!, b, columnsOfB, solutions[1], QRMethod.Full);
        Provider.QRSolveFactored(thin, r, rows, columns, null!, b, columnsOfB, solutions[2], QRMethod.Thin);
        foreach (var x in solutions)
        {
            for (var j = 0; j < columnsOfB; j++)
            {
                var column = j;
                var residual = Enumerable.Range(0, rows).Select(
                    i => b[i + (column * rows)] - Enumerable.Range(0, columns).Sum(k => a[i + (k * rows)] * x[k + (column * columns)])).ToArray();
                for (var k = 0; k < columns; k++)
                    Math.Abs(residual.Select((each, i) => each * a[i + (k * rows)]).Sum()).Should().BeLessThan(1e-11);
            }
        }
    }

    [Fact]
    public void QR_has_the_same_bits_on_any_number_of_threads_and_refuses_what_does_not_fit()
    {
        var before = Control.MaxDegreeOfParallelism;
        try
        {
            var results = ((int[])[1, 2]).Select(threads =>
            {
                Control.MaxDegreeOfParallelism = threads;
                var (a, q) = (MatrixSource.Vector(300 * 170, new MatrixSource(10).Normal), new double[300 * 300]);
                Provider.QRFactor(a, 300, 170, q, new double[170]);
                return (a, q);
            }).ToArray();
            results[1].a.Should().Equal(results[0].a);
            results[1].q.Should().Equal(results[0].q);
        }
        finally
        {
            Control.MaxDegreeOfParallelism = before;
        }

        var six = new double[6];
        FluentActions.Invoking(() => Provider.ThinQRFactor(six, 2, 3, new double[9], new double[2])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Provider.QRFactor(six, 3, 2, new double[8], new double[2])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Provider.QRSolve(six, 3, 2, new double[3], 1, new double[3], QRMethod.Full)).Should().Throw<ArgumentException>();
        var hole = new double[9];
        hole[4] = double.NaN;
        Provider.QRFactor(hole, 3, 3, new double[9], new double[3]);
        hole.Should().Contain(each => double.IsNaN(each));
    }

    [Fact]
    public void Arrays_that_do_not_fit_a_least_squares_problem_are_refused_by_their_names()
    {
        // A is 3×2, with two right-hand sides; Q and R are whole, or thin.
        Each([("a", 6), ("b", 6), ("x", 4)], all => Provider.QRSolve(all[0], 3, 2, all[1], 2, all[2], QRMethod.Full));
        Each([("q", 9), ("r", 6), ("b", 6), ("x", 4)],
            all => Provider.QRSolveFactored(all[0], all[1], 3, 2, [1, 1], all[2], 2, all[3], QRMethod.Full));
        Each([("q", 6), ("r", 4), ("b", 6), ("x", 4)],
            all => Provider.QRSolveFactored(all[0], all[1], 3, 2, [1, 1], all[2], 2, all[3], QRMethod.Thin));
        Each([("a", 6), ("q", 9)], all => Provider.QRFactor(all[0], 3, 2, all[1], new double[2]));
        Each([("a", 6), ("r", 4)], all => Provider.ThinQRFactor(all[0], 3, 2, all[1], new double[2]));

        static void Each((string Name, int Length)[] fitting, Action<double[][]> act)
        {
            for (var k = 0; k < fitting.Length; k++)
            {
                foreach (var off in (int[])[-1, 1])
                {
                    var arrays = fitting.Select((each, i) => Enumerable.Repeat(1.0, each.Length + (i == k ? off : 0)).ToArray()).ToArray();
                    FluentActions.Invoking(() => act(arrays)).Should().Throw<ArgumentException>().WithParameterName(fitting[k].Name);
                    arrays.Should().AllSatisfy(array => array.Should().OnlyContain(value => value == 1, "nothing is written"));
                }
            }
        }
    }

    [Fact]
    public void Arrays_that_do_not_fit_the_order_are_refused_by_their_names()
    {
        double[] three = [1, 2, 3], four = [1, 0, 0, 1], five = [1, 2, 3, 4, 5];
        foreach (var wrong in (double[][])[three, five])
        {
            Refused(() => Provider.LUFactor(wrong, 2, new int[2]), wrong);
            Refused(() => Provider.LUInverse(wrong, 2), wrong);
            Refused(() => Provider.LUInverseFactored(wrong, 2, [0, 1]), wrong);
            Refused(() => Provider.LUSolve(1, wrong, 2, new double[2]), wrong);
            Refused(() => Provider.LUSolve(1, (double[])four.Clone(), 2, wrong), wrong);
            Refused(() => Provider.LUSolveFactored(1, wrong, 2, [0, 1], new double[2]), wrong);
            Refused(() => Provider.LUSolveFactored(1, (double[])four.Clone(), 2, [0, 1], wrong), wrong);
            Refused(() => Provider.CholeskyFactor(wrong, 2), wrong);
            Refused(() => Provider.CholeskySolve(wrong, 2, new double[2], 1), wrong);
            Refused(() => Provider.CholeskySolveFactored(wrong, 2, new double[2], 1), wrong);
            Refused(() => Provider.CholeskySolveFactored((double[])four.Clone(), 2, wrong, 1), wrong);
        }

        foreach (var pivots in (int[][])[[0], [0, 1, 1]])
        {
            FluentActions.Invoking(() => Provider.LUFactor((double[])four.Clone(), 2, pivots))
                .Should().Throw<ArgumentException>().WithMessage($"*has {pivots.Length}*");
            FluentActions.Invoking(() => Provider.LUSolveFactored(1, four, 2, pivots, new double[2]))
                .Should().Throw<ArgumentException>().WithMessage($"*has {pivots.Length}*");
        }

        static void Refused(Action act, double[] wrong)
        {
            var before = wrong.ToArray();
            FluentActions.Invoking(act).Should().Throw<ArgumentException>().WithMessage($"*has {wrong.Length}*");
            wrong.Should().Equal(before);
        }
    }

    [Fact]
    public void Floats_are_factored_too()
    {
        var n = 50;
        var a = Array.ConvertAll(MatrixSource.Vector(n * n, new MatrixSource(5).Normal), entry => (float)entry);
        var b = Array.ConvertAll(MatrixSource.Vector(n, new MatrixSource(6).Normal), entry => (float)entry);
        var x = (float[])b.Clone();
        Provider.LUSolve(1, a, n, x);
        var byQr = new float[n];
        Provider.QRSolve(a, n, n, b, 1, byQr, QRMethod.Full);
        foreach (var solution in (float[][])[x, byQr])
        {
            for (var i = 0; i < n; i++)
            {
                var row = i;
                var (difference, size) = Difference(n, b[i], k => a[row + (k * n)], k => solution[k]);
                difference.Should().BeLessThan(1e-5 * (size + 1));
            }
        }
    }

    [Theory]
    [InlineData(0, -1)]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    public void A_pivot_that_is_no_row_is_refused_by_its_place(int place, int pivot)
    {
        int[] pivots = [0, 1];
        pivots[place] = pivot;
        double[] b = [3, 5];
        FluentActions.Invoking(() => Provider.LUSolveFactored(1, [1, 0, 0, 1], 2, pivots, b))
            .Should().Throw<ArgumentException>().WithMessage($"pivots[{place}] is {pivot};*");
        b.Should().Equal(3, 5);
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_refused()
    {
        foreach (var (n, bad) in (ReadOnlySpan<(int, double)>)[(1, 0), (30, -1), (40, double.NaN), (40, double.PositiveInfinity)])
        {
            var a = Matrix(n, (i, j) => i == j ? (i == n - 1 ? bad : 1) : 0);
            FluentActions.Invoking(() => Provider.CholeskyFactor(a, n)).Should().Throw<ArgumentException>().WithMessage("*positive definite*");
        }
    }

    [Theory]
    [InlineData(3, 4, 2, 4)]
    [InlineData(5, 4, 2, 4)]
    [InlineData(4, 3, 2, 4)]
    [InlineData(4, 5, 2, 4)]
    [InlineData(4, 4, 1, 4)]
    [InlineData(4, 4, 3, 4)]
    [InlineData(4, 4, 2, 3)]
    [InlineData(4, 4, 2, 5)]
    public void Arrays_that_do_not_fit_an_eigen_decomposition_are_refused(int matrix, int vectors, int values, int diagonal) =>
        FluentActions.Invoking(() => Provider.EigenDecomp(
                isSymmetric: true, 2, new double[matrix], new double[vectors], new Complex[values], new double[diagonal]))
            .Should().Throw<ArgumentException>();

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(90)]
    [InlineData(170)]
    public void Symmetric_eigen_decompositions_have_small_residuals_and_orthonormal_vectors(int n)
    {
        foreach (var exponent in (int[])[0, 900, -900])
        {
            var a = Matrix(n, (i, j) => Math.ScaleB(new RandomEntries(7).Uniform(Math.Min(i, j) + (Math.Max(i, j) * n)), exponent));
            var (vectors, values, diagonal) = (new double[n * n], new Complex[n], new double[n * n]);
            Provider.EigenDecomp(isSymmetric: true, n, (double[])a.Clone(), vectors, values, diagonal);
            values.Should().BeInAscendingOrder(value => value.Real).And.OnlyContain(value => value.Imaginary == 0);
            var norm = values.Max(value => value.Magnitude);
            for (var j = 0; j < n; j++)
            {
                diagonal[j + (j * n)].Should().Be(values[j].Real);
                for (var i = 0; i < n; i++)
                {
                    var (row, column) = (i, j);
                    var (residual, _) = Difference(
                        n, values[j].Real * vectors[i + (j * n)], k => a[row + (k * n)], k => vectors[k + (column * n)]);
                    residual.Should().BeLessThan(1e-14 * n * norm);
                    var (dot, _) = Difference(n, i == j ? 1 : 0, k => vectors[k + (row * n)], k => vectors[k + (column * n)]);
                    dot.Should().BeLessThan(1e-14 * n);
                }
            }
        }
    }

    [Fact]
    public void Every_number_of_threads_gives_the_same_bits()
    {
        const int N = 230;
        var before = MathNet.Numerics.Control.MaxDegreeOfParallelism;
        try
        {
            MathNet.Numerics.Control.MaxDegreeOfParallelism = 1;
            var alone = Factors();
            MathNet.Numerics.Control.MaxDegreeOfParallelism = 5;
            Factors().Should().Equal(alone);
        }
        finally
        {
            MathNet.Numerics.Control.MaxDegreeOfParallelism = before;
        }

        static double[] Factors()
        {
            var a = MatrixSource.Vector(N * N, new MatrixSource(8).Normal);
            var positive = Positive(a, N);
            Provider.LUInverse(a, N);
            Provider.CholeskyFactor(positive, N);
            return [.. a, .. positive];
        }
    }

    private static double[] Matrix(int n, Func<int, int, double> entry)
    {
        var a = new double[n * n];
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
                a[i + (j * n)] = entry(i, j);
        }

        return a;
    }

    /// <summary>AAᵀ with its diagonal raised by a thousandth of the largest entry, and by 1 if there is none.</summary>
    private static double[] Positive(double[] a, int n)
    {
        var square = Matrix(n, (i, j) =>
        {
            var sum = 0.0;
            for (var k = 0; k < n; k++)
                sum += a[Math.Max(i, j) + (k * n)] * a[Math.Min(i, j) + (k * n)];
            return sum;
        });
        var largest = square.Select(Math.Abs).DefaultIfEmpty().Max();
        for (var i = 0; i < n; i++)
            square[i + (i * n)] += largest == 0 ? 1 : 1e-3 * largest;
        return square;
    }

    /// <summary>|Σ xₖyₖ − z| and Σ |xₖyₖ|.</summary>
    private static (double Difference, double Size) Difference(int count, double z, Func<int, double> x, Func<int, double> y)
    {
        DoubleDouble sum = -z;
        var size = 0.0;
        for (var k = 0; k < count; k++)
        {
            sum += DoubleDouble.Product(x(k), y(k));
            size += Math.Abs(x(k) * y(k));
        }

        return (Math.Abs(sum.High), size);
    }

    private static void HoldsQr(double[] a, double[] q, double[] r, int rows, int columns, int columnsOfQ)
    {
        for (var j = 0; j < columns; j++)
        {
            var column = a.AsSpan(j * rows, rows).ToArray();
            var norm = Math.Sqrt(rows) * column.Max(Math.Abs);
            for (var i = 0; i < rows; i++)
            {
                var row = i;
                var (difference, _) = Difference(columnsOfQ, column[i], k => q[row + (k * rows)], k => r[k + (j * columnsOfQ)]);
                difference.Should().BeLessThanOrEqualTo((2e-16 * (rows + 10) * norm) + 1e-320, "({0}, {1}) of {2}×{3}", i, j, rows, columns);
            }

            for (var i = j + 1; i < columnsOfQ; i++)
                r[i + (j * columnsOfQ)].Should().Be(0);
        }

        for (var j = 0; j < columnsOfQ; j++)
        {
            for (var i = 0; i <= j; i++)
            {
                var row = i;
                var (difference, _) = Difference(rows, i == j ? 1 : 0, k => q[k + (row * rows)], k => q[k + (j * rows)]);
                difference.Should().BeLessThanOrEqualTo(4e-16 * (rows + 10), "column {0} by {1} of Q", i, j);
            }
        }
    }
}
