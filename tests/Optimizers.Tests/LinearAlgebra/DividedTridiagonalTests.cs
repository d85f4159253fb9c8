using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.LinearAlgebra;

/// <summary>Divide and conquer on the literature's hard tridiagonal matrices: residuals and orthogonality in double-double.</summary>
public sealed class DividedTridiagonalTests
{
    public static TheoryData<string> Hard => new(Matrices.Keys);

    private static Dictionary<string, Func<int, (double[] Diagonal, double[] OffDiagonal)>> Matrices { get; } = new()
    {
        ["random"] = n => Matrix(n, i => new RandomEntries(1).Uniform(i), i => new RandomEntries(2).Uniform(i)),
        ["Toeplitz"] = n => Matrix(n, _ => 2, _ => 1),
        ["Wilkinson"] = n => Matrix(n, i => Math.Abs(i - (n / 2)), _ => 1),
        ["glued Wilkinson"] = n => Matrix(n, i => Math.Abs((i % 21) - 10), i => i % 21 == 20 ? 1e-8 : 1),
        ["glued beyond rounding"] = n => Matrix(n, i => Math.Abs((i % 21) - 10), i => i % 21 == 20 ? 1e-15 : 1),
        ["Clement"] = n => Matrix(n, _ => 0, i => Math.Sqrt((i + 1.0) * (n - i - 1))),
        ["graded down"] = n => Matrix(n, i => Math.Pow(2, -i), i => Math.Pow(2, -i - 1)),
        ["graded up"] = n => Matrix(n, i => Math.Pow(2, i - n), i => Math.Pow(2, i - n - 1)),
        ["cluster"] = n => Matrix(n, i => 1 + (1e-14 * new RandomEntries(3).Uniform(i)), i => 1e-14 * new RandomEntries(4).Uniform(i)),
        ["uncoupled"] = n => Matrix(n, i => (i * 7) % 5, _ => 0),
        ["uncoupled in the middle"] = n => Matrix(n, i => i, i => i == (n / 2) - 1 ? 0 : 1),
        ["negative couplings"] = n => Matrix(n, i => i % 2 == 0 ? 1 : -1, i => -1.5 - (i % 3)),
        ["zero"] = n => Matrix(n, _ => 0, _ => 0),
        ["one large"] = n => Matrix(n, i => i == n / 2 ? 1e6 : 1, _ => 1e-3),
    };

    [Theory]
    [MemberData(nameof(Hard))]
    public void Values_and_vectors_have_residuals_of_rounding_and_the_vectors_are_orthonormal(string name)
    {
        foreach (var n in (int[])[1, 2, 32, 33, 64, 65, 131])
        {
            var (diagonal, off) = Matrices[name](n);
            var values = (double[])diagonal.Clone();
            (values, DividedTridiagonal.Solve(values, off, threads: 2)).ShouldBeOf(Row, name);

            IEnumerable<(int Column, double Entry)> Row(int i)
            {
                yield return (i, diagonal[i]);
                if (i > 0)
                    yield return (i - 1, off[i - 1]);
                if (i + 1 < n)
                    yield return (i + 1, off[i]);
            }
        }
    }

    [Fact]
    public void Known_eigenvalues_are_found()
    {
        const int N = 200;
        var (values, off) = Matrices["Toeplitz"](N);
        DividedTridiagonal.Solve(values, off, threads: 1);
        for (var k = 0; k < N; k++)
            values[k].Should().BeApproximately(4 * Math.Pow(Math.Sin((k + 1) * Math.PI / (2 * (N + 1))), 2), 4e-15);
        (values, off) = Matrices["Clement"](N);
        DividedTridiagonal.Solve(values, off, threads: 1);
        for (var k = 0; k < N; k++)
            values[k].Should().BeApproximately(1 - N + (2 * k), 4e-15 * N);
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var solve = () => DividedTridiagonal.Solve(new double[3], new double[2], 1, source.Token);
        solve.Should().Throw<OperationCanceledException>();
    }

    private static (double[] Diagonal, double[] OffDiagonal) Matrix(int n, Func<int, double> diagonal, Func<int, double> offDiagonal) =>
        ([.. Enumerable.Range(0, n).Select(diagonal)], [.. Enumerable.Range(0, n - 1).Select(offDiagonal)]);
}
