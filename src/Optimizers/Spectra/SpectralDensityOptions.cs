using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>How a spectral density is estimated.</summary>
public sealed record SpectralDensityOptions
{
    /// <summary>Random start vectors. At least 2, for a standard error; default 8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 2.</exception>
    public int Samples
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(Samples), value, "Samples must be at least 2.");
    } = 8;

    /// <summary>Lanczos steps, and so products, for each. At least 1; default 80.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Steps { get; init => field = Arguments.AtLeastOne(value, nameof(Steps)); } = 80;

    /// <summary>Points at which the density is given. At least 2; default 512.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 2.</exception>
    public int Points
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(Points), value, "Points must be at least 2.");
    } = 512;

    /// <summary>
    /// σ, the standard deviation of the Gaussian that stands for each node, in the units of A. Greater than 0; null (the default) for the width of
    /// the nodes over <see cref="Steps"/>, about their spacing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative or not finite.</exception>
    public double? Broadening
    {
        get;
        init => field = value is null or (> 0 and < double.PositiveInfinity)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Broadening), value, "The broadening must be finite and greater than zero.");
    }

    /// <summary>
    /// True: the Lanczos vectors of a sample are kept orthogonal, one vector of memory a step. False (the default): three vectors; copies of
    /// converged nodes then share the weight of one (Greenbaum, Linear Algebra Appl. 113, 1989), which the density does not see.
    /// </summary>
    public bool Reorthogonalize { get; init; }

    /// <summary>Chooses the random vectors. The same seed gives the same bits on any number of threads. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>At most so many threads for the vector work. At least 1; default: the processors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxThreads { get; init => field = Arguments.AtLeastOne(value, nameof(MaxThreads)); } = Environment.ProcessorCount;

    /// <summary>Ends the run with an <see cref="OperationCanceledException"/> before the next product.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Is told the number of products taken, after each.</summary>
    public IProgress<long>? Progress { get; init; }

    internal static SpectralDensityOptions Default { get; } = new();
}
