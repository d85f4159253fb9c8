using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.LinearAlgebra;

/// <summary>The eigen-systems of small matrices: residuals and orthogonality in double-double.</summary>
public sealed class SmallSymmetricTests
{
    public static TheoryData<string> Hard => new(Matrices.Keys);

    // By the larger index and the smaller one.
    private static Dictionary<string, Func<int, int, double>> Matrices { get; } = new()
    {
        ["random"] = (i, j) => new RandomEntries(1).Uniform((i * 1000) + j),
        ["Hilbert"] = (i, j) => 1.0 / (i + j + 1),
        ["graded"] = (i, j) => Math.Pow(10, -0.5 * (i + j)) * (1 + new RandomEntries(2).Uniform((i * 1000) + j)),
        ["graded up"] = (i, j) => Math.Pow(10, 0.4 * (i + j - 60)),
        ["of rank 1"] = (i, j) => (i + 1) * (j + 1) * 0.01,
        ["diagonal"] = (i, j) => i == j ? (i * 7) % 5 : 0,
        ["in blocks"] = (i, j) => i / 5 == j / 5 ? new RandomEntries(3).Uniform((i * 1000) + j) : 0,
        ["arrow"] = (i, j) => i == j ? i : j == 0 ? 1 : 0,
        ["cluster"] = (i, j) => (i == j ? 1 : 0) + (1e-14 * new RandomEntries(4).Uniform((i * 1000) + j)),
        ["Wilkinson"] = (i, j) => i == j ? Math.Abs(i - 10) : i == j + 1 ? 1 : 0,
        ["zero"] = (_, _) => 0,
    };

    [Theory]
    [MemberData(nameof(Hard))]
    public void Values_and_vectors_have_residuals_of_rounding_and_the_vectors_are_orthonormal(string name)
    {
        foreach (var n in (int[])[1, 2, 3, 7, 8, 9, 16, 17, 41])
        {
            var entry = Matrices[name];
            var a = Lower(n, entry);
            SmallSymmetric.Decompose(a, n)
                .ShouldBeOf(i => Enumerable.Range(0, n).Select(j => (j, entry(Math.Max(i, j), Math.Min(i, j)))), name);
        }
    }

    [Fact]
    public void Every_width_of_lanes_gives_the_same_bits()
    {
        foreach (var name in Matrices.Keys)
        {
            foreach (var n in (int[])[1, 2, 5, 8, 9, 23, 40])
            {
                var scalar = Bits<Scalar<double>>();
                Bits<Lanes128<double>>().Should().Equal(scalar, "{0} {1}", name, n);
                Bits<Lanes256<double>>().Should().Equal(scalar, "{0} {1}", name, n);
                Bits<Lanes512<double>>().Should().Equal(scalar, "{0} {1}", name, n);
                var (values, vectors) = SmallSymmetric.Decompose(Lower(n, Matrices[name]), n);
                scalar.Should().Equal([.. values, .. vectors], "{0} {1}", name, n);

                double[] Bits<T>() where T : struct, ILanes<T, double>
                {
                    var (values, vectors) = SmallSymmetric.Decompose<T>(Lower(n, Matrices[name]), n);
                    return [.. values, .. vectors];
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(-1000)]
    public void Entries_of_any_size_are_brought_to_a_moderate_one(int exponent)
    {
        foreach (var n in (int[])[1, 2, 12, 170])
        {
            var a = Lower(n, Matrices["random"]);
            var (values, vectors) = TridiagonalReduction.Decompose((double[])a.Clone(), n, threads: 2);

            var (scaledValues, scaledVectors) = TridiagonalReduction.DecomposeScaled(Array.ConvertAll(a, x => Math.ScaleB(x, exponent)), n);

            scaledVectors.Should().Equal(vectors, (x, y) => Math.Abs(x - y) < 1e-10);
            scaledValues.Should().Equal(values, (x, y) => Math.Abs(Math.ScaleB(x, -exponent) - y) < 1e-13 * n);
        }
    }

    // What is above the diagonal is not read: it only must not make the largest entry larger.
    private static double[] Lower(int n, Func<int, int, double> entry)
    {
        var a = new double[n * n];
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
                a[i + (j * n)] = i >= j ? entry(i, j) : 0;
        }

        return a;
    }
}
