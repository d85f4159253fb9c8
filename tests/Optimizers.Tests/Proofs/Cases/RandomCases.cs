namespace Optimizers.Tests.Proofs;

/// <summary>Matrices drawn at random, of 1 to 10 dimensions.</summary>
internal static class RandomCases
{
    private static readonly (string Family, Func<MatrixSource, int, double[]> Draw)[] Families =
    [
        ("normal entries", (s, n) => MatrixSource.Symmetric(n, s.Normal)),
        ("normal entries, diagonal raised", (s, n) => MatrixSource.PlusDiagonal(MatrixSource.Symmetric(n, s.Normal), n, _ => 2 * Math.Sqrt(n))),
        ("spectrum over twenty decades", (s, n) =>
            s.WithSpectrum(MatrixSource.Vector(n, () => s.Any(-1, 1, 1, 1) * Math.Pow(10, s.Uniform(-20, 0))))),
        ("positive spectrum over twenty decades", (s, n) => s.WithSpectrum(MatrixSource.Vector(n, () => Math.Pow(10, s.Uniform(-20, 0))))),
        ("small integers", (s, n) => MatrixSource.Symmetric(n, () => s.Integer(-2, 3))),
        ("Gram matrix of small integers", (s, n) => s.Gram(n, s.Integer(1, n + 2), 3)),
        ("sparse", (s, n) => MatrixSource.Symmetric(n, () => s.Integer(0, 3) == 0 ? s.Normal() : 0)),
        ("graded", (s, n) => MatrixSource.Graded(
            MatrixSource.PlusDiagonal(MatrixSource.Symmetric(n, () => s.Uniform(-1, 1)), n, _ => s.Uniform(0, n)),
            MatrixSource.Vector(n, () => Math.Pow(10, s.Uniform(-12, 12))))),
        ("any scale", (s, n) => MatrixSource.Scaled(s.WithSpectrum(MatrixSource.Vector(n, () => s.Uniform(-0.2, 1))), s.Integer(-1000, 1000))),
        ("low rank with noise", (s, n) => MatrixSource.PlusDiagonal(
            s.Gram(n, Math.Max(1, n / 2), 5), n, _ => s.Uniform(-1, 1) * Math.Pow(10, s.Uniform(-16, -10)))),
    ];

    public static IEnumerable<ProofCase> Draw(int count, int seed)
    {
        for (var i = 0; i < count; i++)
        {
            var source = new MatrixSource(seed + i);
            var (family, draw) = Families[i % Families.Length];
            var n = source.Integer(1, 11);
            yield return new(family, IsAdversarial: false, draw(source, n), n, seed + i);
        }
    }
}
