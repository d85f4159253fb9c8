using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>How an eigen-solver is run.</summary>
public sealed record EigenSolverOptions
{
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

    /// <summary>Ends the run with an <see cref="OperationCanceledException"/> before the next product.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Is told where the solver stands, whenever it has looked.</summary>
    public IProgress<EigenSolverProgress>? Progress { get; init; }

    internal static EigenSolverOptions Default { get; } = new();
}
