using MathNet.Numerics.Distributions;

namespace Optimizers.Tests.Proofs;

/// <summary>What became of claims that may be wrong with a stated probability.</summary>
/// <param name="Family">The matrices.</param>
/// <param name="Stated">δ, the probability of a wrong claim that was stated.</param>
internal sealed record ProbableTally(string Family, double Stated)
{
    private readonly List<double> _beyond = [];
    private readonly List<double> _products = [];

    /// <summary>Random starts.</summary>
    public int Runs { get; private set; }

    /// <summary>Runs with a claim that was wrong, at the end or at any product before.</summary>
    public int Wrong { get; private set; }

    /// <summary>
    /// The median, over the runs, of how far the claims lie beyond the ends of the spectrum: the worse end, as a part of the width.
    /// </summary>
    public double Beyond => Median(_beyond);

    /// <summary>The median of the products that a run took.</summary>
    public double Products => Median(_products);

    /// <summary>The observed rate.</summary>
    public double Rate => (double)Wrong / Runs;

    /// <summary>
    /// The interval of Clopper and Pearson (Biometrika 26 (1934) 404–413) that holds the true rate with a confidence of 95 %.
    /// </summary>
    public (double Lower, double Upper) Interval => (
        Wrong == 0 ? 0 : Beta.InvCDF(Wrong, Runs - Wrong + 1, 0.025), Wrong == Runs ? 1 : Beta.InvCDF(Wrong + 1, Runs - Wrong, 0.975));

    /// <summary>True unless the runs show that the true rate is above the stated one.</summary>
    public bool IsKept => Interval.Lower <= Stated;

    public void Add(bool isWrong, double beyond, double products)
    {
        Runs++;
        if (isWrong)
            Wrong++;
        if (double.IsFinite(beyond))
            _beyond.Add(beyond);
        _products.Add(products);
    }

    private static double Median(List<double> values) => values.Count == 0 ? double.NaN : values.Order().ElementAt(values.Count / 2);
}
