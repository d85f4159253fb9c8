using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>A way to extreme eigenvalues of a symmetric operator.</summary>
public abstract class EigenSolver
{
    private protected EigenSolver()
    {
    }

    /// <summary>Chooses the random start. The same seed gives the same bits on any number of threads. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// A pair (θ, x) has converged when ‖Ax − θx‖₂/‖x‖₂ ≤ Tolerance · the largest |Ritz value|. In [0, 1); below about 10⁻¹⁴ rounding may keep it
    /// from being reached. Default 10⁻⁸.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, 1 or more, or NaN.</exception>
    public double Tolerance
    {
        get;
        init => field = value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Tolerance), value, "The relative tolerance must be in [0, 1).");
    } = 1e-8;

    /// <summary>At most so many products Av, those for verifying residuals included. At least 1; default 10,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxProducts { get; init => field = Arguments.AtLeastOne(value, nameof(MaxProducts)); } = 10_000;

    /// <summary>
    /// The memory that the solver may take, in vectors of n doubles, the returned eigenvectors included and what the operator itself needs not.
    /// At least 1; null (the default) for what the method needs.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int? MemoryVectors { get; init => field = value is { } vectors ? Arguments.AtLeastOne(vectors, nameof(MemoryVectors)) : null; }

    /// <summary>
    /// True (the default): eigenvectors are returned, and each residual is that of a product of its own, taken in the end. False: values alone, with
    /// the residuals that the method's own recurrence gives.
    /// </summary>
    public bool WithVectors { get; init; } = true;

    /// <summary>
    /// At most so many threads for the vector work; the operator's products are its own affair. At least 1; default: the processors.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxThreads { get; init => field = Arguments.AtLeastOne(value, nameof(MaxThreads)); } = Environment.ProcessorCount;

    /// <summary>Is told where the solver stands, whenever it has looked.</summary>
    public IProgress<EigenSolverProgress>? Progress { get; init; }

    /// <summary>The eigenpairs at one end of the spectrum, or at both.</summary>
    /// <param name="operator">A, symmetric.</param>
    /// <param name="count">How many, at each wanted end; at least 1. Where A has fewer, all of them.</param>
    /// <param name="end">Which end.</param>
    /// <param name="cancellationToken">Ends the run before the next product.</param>
    /// <returns>The pairs, converged or not (<see cref="EigenPairs.HasConverged"/>).</returns>
    /// <exception cref="ArgumentNullException">The operator is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is less than 1, or the end is none.</exception>
    /// <exception cref="ArgumentException">
    /// <see cref="MemoryVectors"/> or <see cref="MaxProducts"/> is too small for the method; the message says
    /// what it needs and which way needs less.
    /// </exception>
    /// <exception cref="InvalidOperationException">A product is not finite, or its norm overflows.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public EigenPairs Solve(
        SymmetricOperator @operator, int count = 1, SpectrumEnd end = SpectrumEnd.Smallest, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(@operator, nameof(@operator));
        if (count < 1)
            throw new ArgumentOutOfRangeException(nameof(count), count, "At least one pair must be asked for.");
        if (end is not (SpectrumEnd.Smallest or SpectrumEnd.Largest or SpectrumEnd.Both))
            throw new ArgumentOutOfRangeException(nameof(end), end, "The end must be Smallest, Largest or Both.");
        if (@operator.Dimension == 0)
            return new([]) { HasConverged = true, AreMultiplicitiesKnown = true, Seed = Seed };
        return Solve(@operator, new WantedPairs(@operator.Dimension, count, end), cancellationToken);
    }

    private protected abstract EigenPairs Solve(SymmetricOperator @operator, WantedPairs wanted, CancellationToken cancellationToken);

    /// <exception cref="ArgumentException">The budget is smaller than what is needed.</exception>
    private protected void RequireMemory(long vectors, WantedPairs wanted, string method, string leaner)
    {
        if (MemoryVectors is { } budget && budget < vectors)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"{nameof(MemoryVectors)} = {budget} is too small: {method} needs at least {vectors} vectors for {wanted.Total} " +
                $"pairs of dimension {wanted.Dimension}. {leaner}"));
        }
    }

    /// <exception cref="ArgumentException">The budget is smaller than what is needed.</exception>
    private protected void RequireProducts(long products, WantedPairs wanted)
    {
        if (MaxProducts < products)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"{nameof(MaxProducts)} = {MaxProducts} is too small: {wanted.Total} pairs of "
                + $"dimension {wanted.Dimension} take " +
                $"at least {products} products. Without vectors, or with fewer pairs, fewer do."));
        }
    }

    private protected void Report(ScaledProducts products, int converged, WantedPairs wanted, double smallest, double largest, double residual) =>
        Progress?.Report(new(
            products.Count, converged, wanted.Total, products.Unscale(smallest), products.Unscale(largest), products.Unscale(residual)));

    /// <summary>
    /// The pairs of vectors of any norm: θ = xᵀAx/xᵀx, and ‖Ax − θx‖₂/‖x‖₂ from one product each. The vectors are divided by their norms
    /// and belong to the pairs.
    /// </summary>
    private protected static List<EigenPair> Verify(ScaledProducts products, IEnumerable<double[]> vectors, Span<double> scratch)
    {
        var work = products.Work;
        var pairs = new List<(double Value, double Residual, double[] Vector)>();
        foreach (var x in vectors)
        {
            work.Scale(1 / work.Norm(x), x, x);
            products.Multiply(x, scratch);
            var theta = work.Dot(x, scratch);
            var residual = work.Recur(scratch, theta, x, 0, x);
            pairs.Add((products.Unscale(theta), products.Unscale(residual), x));
        }

        var error = products.Error;
        return [.. pairs.OrderBy(pair => pair.Value).Select(pair =>
            new EigenPair(pair.Value, pair.Residual, error, true, Vector<double>.Build.Dense(pair.Vector)))];
    }

    /// <summary>True if there are as many pairs as wanted and each is within the tolerance, a little rounding of the largest value allowed.</summary>
    private protected bool AreConverged(IReadOnlyList<EigenPair> pairs, WantedPairs wanted, double largestMagnitude) =>
        pairs.Count == wanted.Total && pairs.All(pair => pair.Residual <= Math.Max(1.01 * Tolerance, 1e-14) * largestMagnitude);
}
