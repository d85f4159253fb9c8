namespace Optimizers.Tests.Proofs;

/// <summary>
/// Matrices built against the certificates: at the floor, clustered, ill-conditioned, graded, asymmetric by rounding, at the
/// ends of the range of double.
/// </summary>
internal static class AdversarialCases
{
    private const double Unit = 1.1102230246251565e-16;

    private static readonly (string Family, Func<MatrixSource, ProofCase> Build)[] Families =
    [
        ("just around the floor", s =>
        {
            var n = s.Integer(1, 13);
            var a = s.WithSpectrum(MatrixSource.Vector(n, () => s.Uniform(0.5, 1)));
            return Of(AtFloor(s, a, n), n);
        }),
        ("rank one less than n, and its neighbours", s =>
        {
            var n = s.Integer(2, 11);
            var a = s.Gram(n, n - 1, 9);
            return Of(MatrixSource.PlusDiagonal(a, n, i => i == n - 1 ? s.Any(0, 1, -1, 2, 8) * Math.BitIncrement(a[i + (i * n)]) * 2 * Unit : 0), n);
        }),
        ("exactly semidefinite", s =>
        {
            var n = s.Integer(2, 11);
            return Of(s.Gram(n, s.Integer(1, n), 9), n);
        }),
        ("clustered around one", s =>
        {
            var n = s.Integer(2, 11);
            return Of(MatrixSource.PlusDiagonal(MatrixSource.Symmetric(n, () => s.Integer(-8, 9) * Unit), n, _ => 1), n);
        }),
        ("clustered around zero", s =>
        {
            var n = s.Integer(2, 11);
            var zeros = s.Integer(1, n);
            return Of(s.WithSpectrum([.. Enumerable.Range(0, n).Select(i => i < zeros ? s.Uniform(-4, 16) * n * Unit : s.Uniform(0.5, 1))]), n);
        }),
        ("condition 10^16", s =>
        {
            var n = s.Integer(2, 13);
            return Of(s.WithSpectrum([.. Enumerable.Range(0, n).Select(i => s.Any(-1, 1, 1, 1) * Math.Pow(10, -16.0 * i / (n - 1)))]), n);
        }),
        ("condition 10^16, positive", s =>
        {
            var n = s.Integer(2, 13);
            return Of(s.WithSpectrum([.. Enumerable.Range(0, n).Select(i => Math.Pow(10, -16.0 * i / (n - 1)))]), n);
        }),
        ("graded over 200 decades", s =>
        {
            var n = s.Integer(2, 9);
            var a = MatrixSource.PlusDiagonal(MatrixSource.Symmetric(n, () => s.Uniform(-1, 1)), n, _ => n);
            return Of(MatrixSource.Graded(a, MatrixSource.Vector(n, () => Math.ScaleB(1, s.Integer(-330, 330)))), n);
        }),
        ("graded, nearly singular", s =>
        {
            var n = s.Integer(2, 9);
            var a = AtFloor(s, MatrixSource.PlusDiagonal(s.WithSpectrum(MatrixSource.Vector(n, () => s.Uniform(0, 1))), n, _ => 0.1), n);
            return Of(MatrixSource.Graded(a, MatrixSource.Vector(n, () => Math.ScaleB(1, s.Integer(-100, 100)))), n);
        }),
        ("asymmetric by rounding", s =>
        {
            var n = s.Integer(2, 13);
            var a = s.WithSpectrum(MatrixSource.Vector(n, () => s.Uniform(0.5, 1)));
            return Of(s.Rounded(AtFloor(s, a, n), n), n);
        }),
        ("asymmetric by rounding, singular", s =>
        {
            var n = s.Integer(2, 11);
            return Of(s.Rounded(s.Gram(n, n - 1, 9), n), n);
        }),
        ("dimension 1", s => Of(
            [s.Any(0, double.Epsilon, -double.Epsilon, 1, -1, double.MaxValue, -double.MaxValue, 2.2250738585072014e-308, s.Normal(), -0.0)], 1)),
        ("subnormal", s =>
        {
            var n = s.Integer(1, 9);
            return Of(MatrixSource.Scaled(
                MatrixSource.PlusDiagonal(MatrixSource.Symmetric(n, () => s.Integer(-3, 4)), n, _ => s.Integer(0, 2 * n)), -1074), n);
        }),
        ("subnormal and asymmetric", s =>
        {
            var n = s.Integer(2, 9);
            var a = MatrixSource.Vector(n * n, () => s.Integer(-3, 4));
            return Of(MatrixSource.Scaled(MatrixSource.PlusDiagonal(a, n, _ => s.Integer(0, 2 * n)), s.Integer(-1074, -1020)), n);
        }),
        ("huge", s =>
        {
            var n = s.Integer(1, 9);
            return Of(MatrixSource.Scaled(s.WithSpectrum(MatrixSource.Vector(n, () => s.Uniform(-0.1, 1))), s.Any(1000, 1022, 1023)), n);
        }),
        ("huge beside tiny", s =>
        {
            var n = s.Integer(2, 7);
            var d = MatrixSource.Vector(n, () => Math.ScaleB(1, s.Integer(-520, 500)));
            return Of(MatrixSource.Graded(
                MatrixSource.PlusDiagonal(MatrixSource.Symmetric(n, () => s.Uniform(-0.3, 0.3)), n, _ => s.Uniform(0.5, 2)), d), n);
        }),
        ("Hilbert", s => Of(Formula(s.Integer(2, 15), (i, j) => 1.0 / (i + j + 1)))),
        ("Lotkin's half: Hilbert less a multiple of the identity", s =>
        {
            var shift = Math.Pow(10, s.Uniform(-18, -8));
            return Of(Formula(s.Integer(2, 11), (i, j) => (1.0 / (i + j + 1)) - (i == j ? shift : 0)));
        }),
        ("Pascal", s => Of(Formula(s.Integer(2, 15), (i, j) => Binomial(i + j, i)))),
        ("Moler", s => Of(Formula(s.Integer(2, 21), (i, j) => i == j ? i + 1 : Math.Min(i, j) - 1))),
        ("Kahan", s =>
        {
            var (n, angle) = (s.Integer(2, 13), s.Uniform(0.3, 1.4));
            return Of(Formula(n, (i, j) => Enumerable.Range(0, Math.Min(i, j) + 1).Sum(k =>
                Math.Pow(Math.Sin(angle), 2 * k) * (k == i ? 1 : -Math.Cos(angle)) * (k == j ? 1 : -Math.Cos(angle)))));
        }),
        ("Wilkinson", s =>
        {
            var n = s.Integer(3, 22);
            return Of(Formula(n, (i, j) => i == j ? Math.Abs((n - 1 - (2 * i)) / 2.0) : Math.Abs(i - j) == 1 ? 1 : 0));
        }),
        ("arrow with a zero diagonal", s => Of(Formula(s.Integer(2, 13), (i, j) => i == j ? 0 : i == 0 || j == 0 ? 1 : 0))),
        ("integers congruent to known signs", s =>
        {
            var n = s.Integer(20, 81);
            var d = Enumerable.Range(0, n).Select(_ => s.Any(-1, 0, 1, 1, 2)).ToArray();
            return Of(s.Congruent(d, 2), n) with { Known = new(d.Count(x => x < 0), d.Count(x => x == 0), d.Count(x => x > 0)) };
        }),
        ("integers congruent to the identity", s =>
        {
            var n = s.Integer(20, 121);
            return Of(s.Congruent([.. Enumerable.Repeat(1, n)], s.Integer(1, 3)), n) with { Known = new(0, 0, n), KnownBelow = 0 };
        }),
        ("large and semidefinite", s =>
        {
            var (n, rank) = (s.Integer(60, 161), s.Integer(10, 60));
            return Of(s.Gram(n, rank, 9), n) with { Known = new(0, n - rank, rank) }; // If not even less than that rank.
        }),
        ("large, above a known number", s =>
        {
            var (n, rank, below) = (s.Integer(60, 161), s.Integer(10, 60), s.Any(0.001953125, 0.0625, 1, 64));
            var a = MatrixSource.PlusDiagonal(s.Gram(n, rank, 9), n, _ => below);
            return Of(a, n) with { Known = new(0, 0, n), KnownBelow = Math.BitDecrement(below) };
        }),
    ];

    public static IEnumerable<ProofCase> Build(int count, int seed)
    {
        for (var i = 0; i < count; i++)
        {
            var (family, build) = Families[i % Families.Length];
            yield return build(new MatrixSource(seed + i)) with { Family = family, Seed = seed + i };
        }
    }

    private static ProofCase Of(double[] a, int n) => new("", IsAdversarial: true, a, n, 0);

    private static ProofCase Of(double[] a) => Of(a, (int)Math.Round(Math.Sqrt(a.Length)));

    // Shifted so that the least eigenvalue is between −1 and 4 floors.
    private static double[] AtFloor(MatrixSource source, double[] a, int n)
    {
        var least = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(n, n, (double[])a.Clone()).Evd().EigenValues.Min(value => value.Real);
        var floor = Enumerable.Range(0, n).Sum(i => (i + 3) * Unit * Math.Abs(a[i + (i * n)] - least));
        var target = source.Uniform(-1, 4) * floor;
        return MatrixSource.PlusDiagonal(a, n, _ => target - least);
    }

    private static double[] Formula(int n, Func<int, int, double> entry)
    {
        var a = new double[n * n];
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
                a[i + (j * n)] = entry(i, j);
        }

        return a;
    }

    private static double Binomial(int n, int k)
    {
        var value = 1.0;
        for (var i = 1; i <= k; i++)
            value = value * (n - k + i) / i;
        return value;
    }
}
