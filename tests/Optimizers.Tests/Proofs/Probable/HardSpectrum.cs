namespace Optimizers.Tests.Proofs;

/// <summary>
/// Spectra that are hard for Lanczos, between 1 and 3: where the run may stop before it has seen an end, if the random start has little of it.
/// Diagonal matrices, so that they are known exactly; to Lanczos, whose start is uniform on the sphere, they are like any others.
/// </summary>
/// <param name="Family">What makes it hard.</param>
/// <param name="StartsFactor">So many times the starts of the others: where the stated probability is nearly reached.</param>
/// <param name="MaxProducts">The most products of a run.</param>
/// <param name="KeepsOrthogonal">False: without reorthogonalization, and on and on.</param>
/// <param name="Draw">The eigenvalues.</param>
internal sealed record HardSpectrum(string Family, double StartsFactor, int MaxProducts, bool KeepsOrthogonal, Func<MatrixSource, double[]> Draw)
{
    public static IReadOnlyList<HardSpectrum> All { get; } =
    [
        new("an eigenvalue at each end, all others equal, n = 5", 16, 4, true, _ => Outliers(5, 2, 0)),
        new("an eigenvalue at each end, all others equal, n = 100", 16, 4, true, _ => Outliers(100, 2, 0)),
        new("an eigenvalue at each end, all others within 10⁻⁶", 1, 40, true, s => Outliers(s.Integer(20, 301), 2, 1e-6)),
        new("one eigenvalue 3 % below equally spaced ones", 1, 60, true, s => Below(s.Integer(20, 301), 0.03, i => i)),
        new("one eigenvalue 1 % below Chebyshev points", 1, 60, true, s => Below(s.Integer(20, 301), 0.01, i => (1 - Math.Cos(Math.PI * i)) / 2)),
        new("graded, an eigenvalue half of the next", 1, 60, true, s => Below(s.Integer(20, 301), 0, i => Math.Pow(2, -60 * (1 - i)))),
        new("equally spaced", 1, 60, true, s => Below(s.Integer(20, 301), 0, i => i)),
        new("five clusters of width 10⁻⁸", 1, 60, true, s => Below(s.Integer(20, 301), 0, i => Math.Round(4 * i) / 4 * (1 - (1e-8 * i)))),
        new("150 products at n = 50, not reorthogonalized", 1, 150, false, _ => Below(50, 0.03, i => i * i)),
        new("equally spaced, n = 20,001, not reorthogonalized", 0.1, 60, true, _ => Below(20_001, 0.03, i => i)),
    ];

    // 1 and 3, and the others in the middle.
    private static double[] Outliers(int n, double middle, double width) =>
        [.. Enumerable.Range(0, n).Select(i => i == 0 ? 1 : i == n - 1 ? 3 : middle + (width * i / n))];

    // Mapped from [0, 1], the first one a part of the width below.
    private static double[] Below(int n, double part, Func<double, double> place) =>
        [.. Enumerable.Range(0, n).Select(i => i == 0 ? 1 : 1 + (2 * (part + ((1 - part) * place((double)i / (n - 1))))))];
}
