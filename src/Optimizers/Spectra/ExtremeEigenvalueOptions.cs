using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>How both ends of a spectrum are located.</summary>
public sealed record ExtremeEigenvalueOptions
{
    /// <summary>ε: each end is wanted to this fraction of the width λmax − λmin. In (0, ½); default 0.01.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not in (0, ½).</exception>
    public double Fraction { get; init => field = Arguments.Between(value, 0, 0.5); } = 0.01;

    /// <summary>
    /// In the units of A: the run goes on until λmin itself is known to this, instead of <see cref="Fraction"/>, and λmax as far as it comes. Greater
    /// than 0; null (the default) for the fraction alone. <see cref="ExtremeEigenvalues.Price(double)"/> tells what it costs.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative or not finite.</exception>
    public double? Resolution { get; init => field = value is { } resolution ? Arguments.Positive(resolution) : null; }

    /// <summary>
    /// Pairs with vectors, found before with another seed, that are taken out of A: converged outliers, which make the width large and a small
    /// <see cref="Resolution"/> dear. What they leave coupled, from their residuals, is added to the intervals. One product and one vector of memory
    /// each. Fraction and price then speak of the width of what is left. Default none.
    /// </summary>
    public IReadOnlyList<EigenPair> Deflated
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Deflated));
    } = [];

    /// <summary>δ: the probability that an interval misses its eigenvalue, for both together. In (0, 1); default 10⁻⁶.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not in (0, 1).</exception>
    public double FailureProbability { get; init => field = Arguments.Between(value, 0, 1); } = 1e-6;

    /// <summary>True: the run ends as soon as the sign of λmin is known. Default false.</summary>
    public bool StopAtSign { get; init; }

    /// <summary>
    /// True: the Lanczos vectors are kept orthogonal, one vector of memory a step. False: three vectors. Null (the default): orthogonal where
    /// n ≤ 20,000. See <see cref="ExtremeEigenvalues"/> for what it means to the claim.
    /// </summary>
    public bool? Reorthogonalize { get; init; }

    /// <summary>Chooses the random start, which must not depend on A: do not look for a seed that pleases. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>At most so many products Av. At least 1; default 10,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxProducts { get; init => field = Arguments.AtLeastOne(value); } = 10_000;

    /// <summary>At most so many threads for the vector work. At least 1; default: the processors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxThreads { get; init => field = Arguments.AtLeastOne(value); } = Environment.ProcessorCount;

    /// <summary>Ends the run with an <see cref="OperationCanceledException"/> before the next product.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Is told what is known so far, after each product.</summary>
    public IProgress<ExtremeEigenvalues>? Progress { get; init; }

    internal static ExtremeEigenvalueOptions Default { get; } = new();
}
