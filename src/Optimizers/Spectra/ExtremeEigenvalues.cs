using System.Globalization;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// Both ends of the spectrum of a symmetric A from k products: intervals that contain λmin and λmax but for a probability δ that was set before.
/// </summary>
/// <remarks>
/// <para>Inside: the Ritz values, λmin ≤ θmin and θmax ≤ λmax. Outside: the nearer of two bounds, both of which fail only where a component of the
/// random start b in an extreme eigenvector is smaller than t = δ/2·√(π/(2n)), which happens with probability δ/2 at most for each end, whatever k.
/// (a) <see cref="KuczynskiWozniakowski"/>, with λmax − λmin ≤ (θmax − θmin)/(1 − 2ε). (b) The Lanczos polynomials p₀…p_k of this very run,
/// orthonormal: v_{j+1} = p_j(A)b, so the components of v₁…v_{k+1} in the eigenvector of λ are b₁·p_j(λ), and Σ p_j(λ)² ≤ 1/b₁² ≤ 1/t². Beyond the
/// Ritz values the sum grows, and λ cannot lie where it exceeds 1/t² (after van Dorsselaer, Hochstenbach and van der Vorst, SIAM J. Matrix Anal.
/// Appl. 22 (2000) 837–852, who take the last polynomial alone). (a) tells the price before it is paid, (b) is mostly much sharper, and neither makes
/// the other dearer. All failures lie in one event about b: stopping early, at whatever k looks good, is free.</para>
/// <para>Rounding. The claims are for exact Lanczos. With reorthogonalization the run is exact Lanczos on a matrix within a few roundings of A.
/// Without it, the Ritz values stay within k^(5/2) roundings of the spectrum (Paige, Linear Algebra Appl. 34 (1980) 235–258; <see cref="Rounding"/>
/// is that bound and widens the intervals), and T_k is that of exact Lanczos on a larger matrix whose eigenvalues crowd around those of A (Greenbaum,
/// Linear Algebra Appl. 113 (1989) 7–63), so that the outer bounds hold up to the width of those crowds: known to be small, but not bounded here.
/// That is why <see cref="IsReorthogonalized"/> is part of the result. Where entries of A are so small that terms of a product underflow, what that
/// may do is in <see cref="Rounding"/> too.</para>
/// </remarks>
public sealed class ExtremeEigenvalues
{
    /// <summary>Up to this n the Lanczos vectors are kept orthogonal unless the caller decides.</summary>
    internal const int ReorthogonalizedDimension = 20_000;

    private ExtremeEigenvalues()
    {
    }

    /// <summary>n.</summary>
    public int Dimension { get; private init; }

    /// <summary>Contains λmin. Its upper end is certain (a Rayleigh quotient) but for rounding, its lower end probable.</summary>
    public EigenvalueInterval Smallest { get; private init; }

    /// <summary>Contains λmax. Its lower end is certain but for rounding, its upper end probable.</summary>
    public EigenvalueInterval Largest { get; private init; }

    /// <summary>θmin, the smallest Ritz value: the best estimate of λmin.</summary>
    public double SmallestRitzValue { get; private init; }

    /// <summary>θmax.</summary>
    public double LargestRitzValue { get; private init; }

    /// <summary>
    /// δ: the probability, over the random start, that not both intervals hold. It says something about A only where <see cref="IsProbable"/>.
    /// </summary>
    public double FailureProbability { get; private init; }

    /// <summary>
    /// True if the products are exact but for rounding, so that the intervals are <b>probable</b>; false if they are from differences or otherwise
    /// approximate: then they are an <b>estimate</b>, about an operator that was perhaps not even the same in each product.
    /// </summary>
    public bool IsProbable { get; private init; }

    /// <summary>True if the Lanczos vectors were kept orthogonal.</summary>
    public bool IsReorthogonalized { get; private init; }

    /// <summary>
    /// True if what was asked for was reached (the fraction or resolution, or the sign) within the products allowed. Approximate products are not
    /// taken beyond where their own error hides what more of them would tell.
    /// </summary>
    public bool HasReached { get; private init; }

    /// <summary>The fraction of λmax − λmin by which the worse end may be off: the larger width over (θmax − θmin).</summary>
    public double Fraction { get; private init; }

    /// <summary>−1: λmin &lt; 0, certain but for rounding. 1: λmin &gt; 0, but for δ. 0: not decided.</summary>
    public int Sign => Smallest.Upper < 0 ? -1 : Smallest.Lower > 0 ? 1 : 0;

    /// <summary>
    /// κ = |λ|max/|λ|min where all eigenvalues have one sign: the interval that follows from the two, as sure as they are. Null where the spectrum
    /// may reach zero or goes across it: the eigenvalue nearest to zero then lies inside, and no extreme one tells it.
    /// </summary>
    public EigenvalueInterval? ConditionNumber =>
        Smallest.Lower > 0 ? new(Math.Max(1, Largest.Lower / Smallest.Upper), Largest.Upper / Smallest.Lower)
        : Largest.Upper < 0 ? new(Math.Max(1, Smallest.Upper / Largest.Lower), Smallest.Lower / Largest.Upper)
        : null;

    /// <summary>k, the dimension of the one Krylov space; also its products.</summary>
    public int Steps { get; private init; }

    /// <summary>Products Av that the run took: k, and one for each deflated pair.</summary>
    public long Products { get; private init; }

    private double LocatedWidth { get; init; }

    // More products would tell the ends to less than what the products are off.
    private bool IsWithinError { get; init; }

    /// <summary>True if the Krylov space became invariant: then k is the number of distinct eigenvalues that b sees.</summary>
    public bool FoundInvariantSubspace { get; private init; }

    /// <summary>The seed of the start.</summary>
    public int Seed { get; private init; }

    /// <summary>What rounding may have done to the Ritz values, in the units of A; within the intervals.</summary>
    public double Rounding { get; private init; }

    /// <summary>What approximate products may have done to them (<see cref="SymmetricOperator.ProductError"/>), in the same sense.</summary>
    public double ProductError { get; private init; }

    /// <summary>The memory taken, in vectors of n doubles.</summary>
    public int MemoryVectors { get; private init; }

    /// <summary>
    /// What a new run would cost at most that knows λmin to a given resolution: products by <see cref="KuczynskiWozniakowski"/> with the width of
    /// this run, about 11/√ε for n = 10⁶ and δ = 10⁻⁶. The polynomials of the run may end it much earlier.
    /// </summary>
    /// <param name="resolution">In the units of A; finite, greater than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative or not finite.</exception>
    public int Price(double resolution)
    {
        if (!(resolution > 0 && double.IsFinite(resolution)))
            throw new ArgumentOutOfRangeException(nameof(resolution), resolution, "The resolution must be finite and greater than zero.");
        var width = LocatedWidth;
        return Dimension == 0 || width == 0 ? Math.Min(1, Dimension) : Price(Dimension, Math.Min(resolution / width, 0.49), FailureProbability);
    }

    /// <summary>Products after which both ends are known to a fraction ε of the width, whatever the spectrum.</summary>
    /// <param name="dimension">n ≥ 1.</param>
    /// <param name="fraction">ε, in (0, 1).</param>
    /// <param name="failureProbability">δ for both ends together, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static int Price(int dimension, double fraction, double failureProbability) =>
        KuczynskiWozniakowski.Steps(dimension, fraction, failureProbability / 2);

    /// <summary>
    /// A short run that tells the width of the spectrum, and so the price of a resolution: <see cref="Price(double)"/> of its result.
    /// </summary>
    /// <param name="operator">A, symmetric.</param>
    /// <param name="products">How many products it may take; at least 1.</param>
    /// <param name="options">Seed, threads and the rest; null for the defaults.</param>
    /// <inheritdoc cref="Locate"/>
    public static ExtremeEigenvalues Pilot(SymmetricOperator @operator, int products = 16, ExtremeEigenvalueOptions? options = null) =>
        Locate(@operator, (options ?? ExtremeEigenvalueOptions.Default) with { MaxProducts = products, Resolution = null, StopAtSign = false });

    /// <summary>Locates both ends.</summary>
    /// <param name="operator">A, symmetric.</param>
    /// <param name="options">What is wanted; null for the defaults.</param>
    /// <returns>The intervals, whether or not what was wanted was reached (<see cref="HasReached"/>). For n = 0 both are [∞, −∞], empty.</returns>
    /// <exception cref="ArgumentNullException">The operator is null.</exception>
    /// <exception cref="ArgumentException">
    /// A deflated pair has no vector, one of another length, or one that depends on those before; or there are as many as n, or more than products.
    /// </exception>
    /// <exception cref="InvalidOperationException">A product is not finite, or its norm overflows.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static ExtremeEigenvalues Locate(SymmetricOperator @operator, ExtremeEigenvalueOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(@operator, nameof(@operator));
        options ??= ExtremeEigenvalueOptions.Default;
        var n = @operator.Dimension;
        var reorthogonalize = options.Reorthogonalize ?? n <= ReorthogonalizedDimension;
        if (n == 0)
        {
            var nothing = new EigenvalueInterval(double.PositiveInfinity, double.NegativeInfinity);
            return new()
            {
                Smallest = nothing,
                Largest = nothing,
                FailureProbability = options.FailureProbability,
                HasReached = true,
                Seed = options.Seed,
            };
        }

        var work = new VectorWork(options.MaxThreads);
        var before = @operator.Products;
        var deflated = options.Deflated.Count == 0 ? null : Deflate(@operator, options, work);
        var products = new ScaledProducts(
            deflated?.Complement ?? @operator, work, options.MaxProducts - options.Deflated.Count, options.CancellationToken);
        var process = deflated is null
            ? new LanczosProcess(products, reorthogonalize, options.Seed)
            : new LanczosProcess(products, reorthogonalize, Start(deflated, work, options.Seed));
        ExtremeEigenvalues best;
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        do
        {
            process.Advance();
            low = SymmetricTridiagonal.Smallest(process.Alphas, process.Betas, low);
            high = SymmetricTridiagonal.Largest(process.Alphas, process.Betas, high);
            best = Judge(process, products, options, reorthogonalize, @operator.IsExact, deflated, @operator.Products - before, low, high);
            options.Progress?.Report(best);
        }
        while (!best.HasReached && !best.IsWithinError && !process.IsExhausted && products.Allows(1));
        return best;
    }

    /// <summary>What is certain, what is probable, and how far: a few lines.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"λmin in {Smallest}, λmax in {Largest}; "
        + $"{(IsProbable ? $"probable, but for {FailureProbability:G3}" : "estimated: the products are approximate")}; " +
        $"n = {Dimension}, {Steps} products, {(IsReorthogonalized ? "reorthogonalized" : "not reorthogonalized")}, seed {Seed}");

    private static Deflation Deflate(SymmetricOperator @operator, ExtremeEigenvalueOptions options, VectorWork work)
    {
        if (options.MaxProducts <= options.Deflated.Count)
        {
            throw new ArgumentException(
                $"{nameof(ExtremeEigenvalueOptions.MaxProducts)} = {options.MaxProducts} is too small: {options.Deflated.Count} deflated "
                + $"pairs take a product each.");
        }

        return new(@operator, options.Deflated, work, options.CancellationToken);
    }

    /// <summary>A start that is uniform on the sphere of the complement.</summary>
    private static double[] Start(Deflation deflated, VectorWork work, int seed)
    {
        var start = new double[deflated.Complement.Dimension];
        work.FillNormal(start, seed, 0);
        deflated.Project(start);
        return start;
    }

    private static ExtremeEigenvalues Judge(
        LanczosProcess process, ScaledProducts products, ExtremeEigenvalueOptions options, bool reorthogonalized, bool isExact,
        Deflation? deflated, long allProducts, double low, double high)
    {
        var (n, k) = (products.Dimension - options.Deflated.Count, process.Steps);
        var priced = KuczynskiWozniakowski.Fraction(n, k, options.FailureProbability / 2, canExhaust: reorthogonalized);
        var (outerLow, outerHigh) = Outer(process, n, options.FailureProbability / 2, priced, low, high);
        var rounding = RoundingOfRitzValues(n, k, reorthogonalized) * Math.Max(Math.Abs(low), Math.Abs(high));
        var underflow = Growth(k, reorthogonalized) * n * Math.Sqrt(n) * double.Epsilon; // η/2 in each of the n terms of an entry of a product
        var smallest = new EigenvalueInterval(products.Unscale(outerLow - rounding) - underflow, products.Unscale(low + rounding) + underflow);
        var largest = new EigenvalueInterval(products.Unscale(high - rounding) - underflow, products.Unscale(outerHigh + rounding) + underflow);
        var (ritzLow, ritzHigh) = (products.Unscale(low), products.Unscale(high));
        if (deflated is not null)
        {
            // Eigenvalues of H are Rayleigh quotients of A too; the coupling moves what lies outside.
            var (first, last, coupling) = (deflated.Values[0], deflated.Values[^1], deflated.Coupling);
            var slack = products.Unscale(rounding) + underflow
                + (RoundingOfRitzValues(n, options.Deflated.Count, true) * Math.Max(Math.Abs(first), Math.Abs(last)));
            smallest = new(Math.Min(smallest.Lower, first - slack) - coupling, Math.Min(smallest.Upper, first + slack));
            largest = new(Math.Max(largest.Lower, last - slack), Math.Max(largest.Upper, last + slack) + coupling);
            (ritzLow, ritzHigh) = (Math.Min(ritzLow, first), Math.Max(ritzHigh, last));
        }

        var error = products.Error;
        smallest = new(smallest.Lower - error, smallest.Upper + error);
        largest = new(largest.Lower - error, largest.Upper + error);
        var off = Math.Max(low - outerLow, outerHigh - high);
        var fraction = off == 0 ? 0 : off / (high - low);
        var isKnown = options.Resolution is { } resolution
            ? products.Unscale(low - outerLow) <= resolution
            : Math.Min(fraction, priced) <= options.Fraction;
        return new()
        {
            Dimension = products.Dimension,
            Smallest = smallest,
            Largest = largest,
            SmallestRitzValue = ritzLow,
            LargestRitzValue = ritzHigh,
            FailureProbability = options.FailureProbability,
            IsProbable = isExact,
            IsReorthogonalized = reorthogonalized,
            HasReached = isKnown || (options.StopAtSign && (smallest.Upper < 0 || smallest.Lower > 0)),
            Fraction = fraction,
            Steps = k,
            FoundInvariantSubspace = process.IsExhausted && k < n,
            Seed = options.Seed,
            Rounding = products.Unscale(rounding) + underflow,
            ProductError = error,
            IsWithinError = products.Unscale(off) <= error,
            MemoryVectors = process.MemoryVectors + (deflated is null ? 0 : options.Deflated.Count + 2),
            Products = allProducts,
            LocatedWidth = products.Unscale(outerHigh - outerLow),
        };
    }

    /// <summary>Bounds for λmin and λmax, but for the probability δ each.</summary>
    private static (double Low, double High) Outer(
        LanczosProcess process, int n, double failureProbability, double fraction, double low, double high)
    {
        var alphas = process.Alphas;
        var betas = process.Betas;
        if (n == 1)
            return (low, high);

        // 1/t², t = δ·√(π/(2n)): P(|b₁| < t) ≤ δ, for the density of b₁ is at most √(n/(2π)).
        var limit = 2 * n / (Math.PI * failureProbability * failureProbability);
        var width = fraction < 0.5 ? (high - low) / (1 - (2 * fraction)) : double.PositiveInfinity;
        var outerLow = WherePolynomialsReach(alphas, betas, limit, low, -fraction * width);
        var outerHigh = WherePolynomialsReach(alphas, betas, limit, high, fraction * width);
        if (fraction is > 0 and < 0.5)
        {
            // The polynomials may know the width better.
            width = Math.Min(width, outerHigh - outerLow);
            (outerLow, outerHigh) = (Math.Max(outerLow, low - (fraction * width)), Math.Min(outerHigh, high + (fraction * width)));
        }

        return (outerLow, outerHigh);
    }

    /// <summary>
    /// The nearest point beyond an extreme Ritz value where Σ p_j(λ)² exceeds the limit, rounded outwards; not beyond <paramref name="farthest"/>.
    /// </summary>
    private static double WherePolynomialsReach(
        ReadOnlySpan<double> alphas, ReadOnlySpan<double> betas, double limit, double ritz, double farthest)
    {
        if (betas[^1] == 0)
            return ritz;
        var far = farthest;
        if (double.IsFinite(far))
        {
            if (far == 0 || !Exceeds(alphas, betas, limit, ritz + far))
                return ritz + far;
        }
        else
        {
            far = Math.CopySign(betas[^1], far);
            while (!Exceeds(alphas, betas, limit, ritz + far))
                far *= 2;
        }

        double near = 0;
        for (var halving = 0; halving < 60; halving++)
        {
            var middle = (near + far) / 2;
            if (Exceeds(alphas, betas, limit, ritz + middle))
                far = middle;
            else
                near = middle;
        }

        return ritz + far;
    }

    /// <summary>True if p₀(λ)² + … + p_k(λ)² &gt; limit; β_{j+1}p_{j+1}(λ) = (λ − α_{j+1})·p_j(λ) − β_j·p_{j−1}(λ), p₀ = 1.</summary>
    private static bool Exceeds(ReadOnlySpan<double> alphas, ReadOnlySpan<double> betas, double limit, double lambda)
    {
        double before = 0, p = 1, sum = 1, coupling = 0;
        for (var j = 0; j < alphas.Length; j++)
        {
            (before, p) = (p, (((lambda - alphas[j]) * p) - (coupling * before)) / betas[j]);
            coupling = betas[j];
            sum += p * p;
            if (sum > limit)
                return true;
        }

        return false;
    }

    /// <summary>
    /// Paige 1980 (see Meurant and Strakoš, Acta Numerica 15 (2006) 471–542): the Ritz values exceed the spectrum by k^(5/2)·√2·6·ε₀·‖A‖ at most, ε₀
    /// = 2(N + 4)u, u = 2⁻⁵³, N the additions behind which an error of a dot product can pile up, here those of one partial sum and of the blocks;
    /// the rounding of a product must not be larger. In an orthogonal basis k is enough in place of k^(5/2).
    /// </summary>
    private static double RoundingOfRitzValues(int n, int k, bool reorthogonalized)
    {
        var additions = (Math.Min(n, VectorWork.BlockLength) / VectorLoops.Partials) + VectorLoops.Partials + (n / VectorWork.BlockLength);
        return Growth(k, reorthogonalized) * Math.Sqrt(2) * 6 * 2 * (additions + 4) / (1L << 53);
    }

    private static double Growth(int k, bool reorthogonalized) => reorthogonalized ? k : k * (double)k * Math.Sqrt(k);
}
