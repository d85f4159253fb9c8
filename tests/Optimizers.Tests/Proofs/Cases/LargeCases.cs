namespace Optimizers.Tests.Proofs;

/// <summary>Matrices of up to 300 dimensions, for what takes products alone: integers whose inertia is known by construction.</summary>
internal static class LargeCases
{
    private static readonly (string Family, Func<MatrixSource, int, (double[] Matrix, ExactInertia Known)> Build)[] Families =
    [
        ("large: integers congruent to known signs", (s, n) => Congruent(s, n, s.Any(-1, 0, 1, 2))),
        ("large: integers congruent to the identity", (s, n) => Congruent(s, n, 1)),
        ("large: semidefinite of low rank", (s, n) =>
        {
            var rank = s.Integer(10, 60);
            return (s.Gram(n, rank, 9), new(0, n - rank, rank)); // If not even less than that rank.
        }),
        ("large: one negative eigenvalue among many that are zero", (s, n) =>
        {
            var d = new int[n];
            d[s.Integer(0, n)] = -1;
            return (s.Congruent(d, 2), new(1, n - 1, 0));
        }),
        ("large: diagonal over forty decades of both signs", (s, n) => Diagonal(n, _ => s.Any(-1, 1) * Math.Pow(10, s.Uniform(-40, 0)))),
        ("large: one negative entry on a diagonal", (s, n) => Diagonal(n, i => i == n / 2 ? -Math.Pow(10, s.Uniform(-12, 0)) : s.Uniform(0, 1))),
        ("large: a diagonal that is positive by 10^-12", (s, n) => Diagonal(n, i => i == n / 2 ? 1e-12 : s.Uniform(0.1, 1))),
        ("large: a diagonal around zero within rounding", (s, n) => Diagonal(n, i => i == 0 ? 1 : s.Uniform(-1e-16, 1e-16))),
    ];

    public static IEnumerable<ProofCase> Build(int count, int seed)
    {
        for (var i = 0; i < count; i++)
        {
            var source = new MatrixSource(seed + i);
            var (family, build) = Families[i % Families.Length];
            var n = source.Integer(100, 301);
            var (matrix, known) = build(source, n);
            yield return new(family, IsAdversarial: true, matrix, n, seed + i) { Known = known };
        }
    }

    private static (double[] Matrix, ExactInertia Known) Congruent(MatrixSource source, int n, int common)
    {
        var d = Enumerable.Range(0, n).Select(_ => common == 1 ? 1 : source.Any(-1, common, common)).ToArray();
        return (source.Congruent(d, 2), Signs([.. d.Select(x => (double)x)]));
    }

    private static (double[] Matrix, ExactInertia Known) Diagonal(int n, Func<int, double> entry)
    {
        var d = Enumerable.Range(0, n).Select(entry).ToArray();
        var a = new double[n * n];
        for (var i = 0; i < n; i++)
            a[i + (i * n)] = d[i];
        return (a, Signs(d));
    }

    private static ExactInertia Signs(double[] d) => new(d.Count(x => x < 0), d.Count(x => x == 0), d.Count(x => x > 0));
}
