using MathNet.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.Providers;

/// <summary>The provider's singular values against their definition, in residuals that are taken in double-double, and against MathNet's.</summary>
public sealed class SingularValueTests
{
    private static readonly ILinearAlgebraProvider Provider = new SimdLinearAlgebraProvider();

    public static TheoryData<string> HardMatrices => new(Entries.Keys);

    private static Dictionary<string, Func<int, int, double>> Entries { get; } = new()
    {
        ["random"] = (i, j) => new RandomEntries(3).Uniform(i + (200 * j)),
        ["graded down"] = (i, j) => Math.ScaleB(new RandomEntries(4).Uniform(i + (200 * j)), -3 * (i + j)),
        ["graded up"] = (i, j) => Math.ScaleB(new RandomEntries(5).Uniform(i + (200 * j)), 3 * (i + j)),
        ["Hilbert"] = (i, j) => 1.0 / (i + j + 1),
        ["Kahan"] = (i, j) => i > j ? 0 : Math.Pow(Math.Sin(1.2), i) * (i == j ? 1 : -Math.Cos(1.2)),
        ["rank two"] = (i, j) => i + j,
        ["bidiagonal with zeros on its diagonal"] = (i, j) => i == j ? i % 3 : j == i + 1 ? 1 : 0,
        ["equal"] = (i, j) => i == j ? 1 : 0,
        ["clustered"] = (i, j) => (i == j ? 1 : 0) + (1e-13 * new RandomEntries(6).Uniform(i + (200 * j))),
        ["one entry"] = (i, j) => i == 2 && j == 1 ? -7 : 0,
        ["zero"] = (_, _) => 0,
    };

    [Theory]
    [MemberData(nameof(HardMatrices))]
    public void A_is_its_decomposition_with_orthonormal_vectors_and_descending_values(string name)
    {
        foreach (var (rows, columns) in ((int, int)[])[(1, 1), (2, 2), (3, 3), (17, 17), (70, 70), (40, 9), (9, 40), (50, 1), (1, 50), (70, 69)])
        {
            var a = Matrix(rows, columns, Entries[name]);
            var (s, u, vt) = Decomposed(a, rows, columns);
            s.Should().BeInDescendingOrder().And.OnlyContain(value => value >= 0);
            var bound = 2e-16 * 10 * (rows + columns);
            for (var j = 0; j < columns; j++)
            {
                for (var i = 0; i < rows; i++)
                {
                    DoubleDouble sum = -a[i + (j * rows)];
                    for (var k = 0; k < s.Length; k++)
                        sum += DoubleDouble.Product(u[i + (k * rows)], s[k]) * vt[k + (j * columns)];
                    Math.Abs(sum.High).Should().BeLessThanOrEqualTo(bound * s[0], "{0} {1}×{2} ({3}, {4})", name, rows, columns, i, j);
                }
            }

            IsOrthonormal(u, rows, bound);
            IsOrthonormal(vt, columns, bound);
        }
    }

    [Theory]
    [MemberData(nameof(HardMatrices))]
    public void The_values_are_MathNets_up_to_rounding_with_and_without_vectors(string name)
    {
        foreach (var (rows, columns) in ((int, int)[])[(30, 30), (60, 20), (20, 60)])
        {
            var a = Matrix(rows, columns, Entries[name]);
            var (s, _, _) = Decomposed(a, rows, columns);
            var alone = new double[s.Length];
            Provider.SingularValueDecomposition(
                false, (double[])a.Clone(), rows, columns, alone, new double[rows * rows], new double[columns * columns]);
            alone.Should().Equal(s, "the vectors take no part");
            var theirs = new double[s.Length];
            ManagedLinearAlgebraProvider.Instance.SingularValueDecomposition(
                false, (double[])a.Clone(), rows, columns, theirs, new double[rows * rows], new double[columns * columns]);
            for (var i = 0; i < s.Length; i++)
                s[i].Should().BeApproximately(theirs[i], 1e-13 * s[0]);
        }
    }

    /// <summary>2ᵏA has the singular values of A times 2ᵏ and its vectors, bit by bit, to the ends of the range; floats too.</summary>
    [Fact]
    public void Nothing_over_or_underflows_on_the_way()
    {
        var a = Matrix(12, 7, Entries["random"]);
        var (s, u, vt) = Decomposed(a, 12, 7);
        foreach (var exponent in (int[])[1015, -1000])
        {
            var (scaled, left, right) = Decomposed([.. a.Select(entry => Math.ScaleB(entry, exponent))], 12, 7);
            scaled.Should().Equal(s.Select(value => Math.ScaleB(value, exponent)));
            left.Should().Equal(u);
            right.Should().Equal(vt);
        }

        ILinearAlgebraProvider<float> floats = new SimdLinearAlgebraProvider();
        var (few, of, to) = (new float[7], new float[144], new float[49]);
        floats.SingularValueDecomposition(true, [.. a.Select(entry => (float)Math.ScaleB(entry, 120))], 12, 7, few, of, to);
        for (var i = 0; i < few.Length; i++)
            Math.ScaleB(few[i], -120).Should().BeApproximately(s[i], 1e-6 * s[0]);
    }

    [Fact]
    public void Every_number_of_threads_gives_the_same_bits()
    {
        var before = Control.MaxDegreeOfParallelism;
        try
        {
            var a = Matrix(390, 300, Entries["random"]);
            Control.MaxDegreeOfParallelism = 1;
            var alone = Decomposed(a, 390, 300);
            Control.MaxDegreeOfParallelism = 3;
            var together = Decomposed(a, 390, 300);
            together.S.Should().Equal(alone.S);
            together.U.Should().Equal(alone.U);
            together.Vt.Should().Equal(alone.Vt);
        }
        finally
        {
            Control.MaxDegreeOfParallelism = before;
        }
    }

    [Theory]
    [InlineData(20, 8)]
    [InlineData(8, 20)]
    [InlineData(9, 9)]
    public void Its_solution_is_that_of_least_squares_with_the_smallest_norm(int rows, int columns)
    {
        var (a, b) = (Matrix(rows, columns, Entries["random"]), Matrix(rows, 3, (i, j) => new RandomEntries(9).Uniform(i + (200 * j))));
        var (mine, theirs) = (new double[columns * 3], new double[columns * 3]);
        Provider.SvdSolve((double[])a.Clone(), rows, columns, b, 3, mine);
        ManagedLinearAlgebraProvider.Instance.SvdSolve((double[])a.Clone(), rows, columns, b, 3, theirs);
        for (var i = 0; i < mine.Length; i++)
            mine[i].Should().BeApproximately(theirs[i], 1e-12 * theirs.Max(Math.Abs));
    }

    [Fact]
    public void What_does_not_fit_or_is_not_finite_is_refused_and_nothing_is_written()
    {
        var (s, u, vt) = (new double[2], new double[9], new double[4]);
        FluentActions.Invoking(() => Provider.SingularValueDecomposition(true, new double[6], 3, 2, s, new double[8], vt))
            .Should().Throw<ArgumentException>().WithMessage("*3*3*8*");
        FluentActions.Invoking(() => Provider.SingularValueDecomposition(true, [1, 2, 3, 4, 5, double.NaN], 3, 2, s, u, vt))
            .Should().Throw<NonConvergenceException>().WithMessage("*not finite*");
        s.Concat(u).Concat(vt).Should().OnlyContain(value => value == 0);
    }

    [Fact]
    public void Arrays_that_do_not_fit_a_decomposition_are_refused_by_their_names()
    {
        // Of a 3×2 matrix, with two right-hand sides.
        (string Name, int Length)[] fitting = [("s", 2), ("u", 9), ("vt", 4), ("b", 6), ("x", 4)];
        for (var k = 0; k < fitting.Length; k++)
        {
            foreach (var off in (int[])[-1, 1])
            {
                var arrays = fitting.Select((each, i) => Enumerable.Repeat(1.0, each.Length + (i == k ? off : 0)).ToArray()).ToArray();
                var (s, u, vt, b, x) = (arrays[0], arrays[1], arrays[2], arrays[3], arrays[4]);
                FluentActions.Invoking(() => Provider.SvdSolveFactored(3, 2, s, u, vt, b, 2, x))
                    .Should().Throw<ArgumentException>().WithParameterName(fitting[k].Name);
                arrays.Should().AllSatisfy(array => array.Should().OnlyContain(value => value == 1, "nothing is written"));
            }
        }
    }

    /// <summary>The two signs and the zero shift: a sweep upwards where the small entries come first.</summary>
    [Fact]
    public void A_bidiagonal_matrix_that_grows_or_has_a_zero_anywhere_is_solved()
    {
        foreach (var zero in (int[])[-1, 0, 1, 13, 28, 29])
        {
            foreach (var growth in (double[])[0.1, 1, 7])
            {
                var d = Enumerable.Range(0, 30).Select(i => i == zero ? 0 : Math.Pow(growth, i) * (i % 2 == 0 ? 1 : -1)).ToArray();
                var e = Enumerable.Range(0, 29).Select(i => 0.7 * Math.Pow(growth, i)).ToArray();
                var dense = Matrix(30, 30, (i, j) => i == j ? d[i] : j == i + 1 ? e[i] : 0);
                var (expected, found) = (new double[30], (double[])d.Clone());
                ManagedLinearAlgebraProvider.Instance.SingularValueDecomposition(false, dense, 30, 30, expected, new double[900], new double[900]);
                BidiagonalSystem.Solve(found, (double[])e.Clone(), null, null);
                var sorted = found.Select(Math.Abs).OrderDescending().ToArray();
                for (var i = 0; i < 30; i++)
                    sorted[i].Should().BeApproximately(expected[i], 1e-14 * 30 * expected[0]);
            }
        }
    }

    private static void IsOrthonormal(double[] q, int n, double bound)
    {
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                DoubleDouble sum = i == j ? -1 : 0;
                for (var k = 0; k < n; k++)
                    sum += DoubleDouble.Product(q[k + (i * n)], q[k + (j * n)]);
                Math.Abs(sum.High).Should().BeLessThanOrEqualTo(bound);
            }
        }
    }

    private static (double[] S, double[] U, double[] Vt) Decomposed(double[] a, int rows, int columns)
    {
        var (s, u, vt) = (new double[Math.Min(rows, columns)], new double[rows * rows], new double[columns * columns]);
        Provider.SingularValueDecomposition(true, (double[])a.Clone(), rows, columns, s, u, vt);
        return (s, u, vt);
    }

    private static double[] Matrix(int rows, int columns, Func<int, int, double> entry)
    {
        var a = new double[rows * columns];
        for (var j = 0; j < columns; j++)
        {
            for (var i = 0; i < rows; i++)
                a[i + (j * rows)] = entry(i, j);
        }

        return a;
    }
}
