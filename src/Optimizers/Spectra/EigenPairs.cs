using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>What an eigen-solver found, and how.</summary>
public sealed class EigenPairs
{
    internal EigenPairs(IReadOnlyList<EigenPair> pairs) => Pairs = pairs;

    /// <summary>The pairs, in ascending order of their values. Fewer than were asked for where no more exist or could be found.</summary>
    public IReadOnlyList<EigenPair> Pairs { get; }

    /// <summary>True if as many pairs as were asked for have residuals within the tolerance.</summary>
    public bool HasConverged { get; internal init; }

    /// <summary>Products Av that this run took.</summary>
    public long Products { get; internal init; }

    /// <summary>How often the basis was restarted; a new random vector after an invariant subspace counts.</summary>
    public int Restarts { get; internal init; }

    /// <summary>k, the dimension of the last Krylov space (or of the searched subspace).</summary>
    public int Steps { get; internal init; }

    /// <summary>
    /// True if all comes from one unrestarted Krylov space of one random start, of dimension <see cref="Steps"/>: what
    /// <see cref="KuczynskiWozniakowski"/> needs.
    /// </summary>
    public bool IsSingleKrylovSpace { get; internal init; }

    /// <summary>True if the basis was kept orthogonal to rounding.</summary>
    public bool IsReorthogonalized { get; internal init; }

    /// <summary>
    /// True if the Krylov space became invariant before it was large enough: β_k ≈ 0. Without a new start vector it then holds each eigenvalue once,
    /// whatever its multiplicity.
    /// </summary>
    public bool FoundInvariantSubspace { get; internal init; }

    /// <summary>The seed of the random start.</summary>
    public int Seed { get; internal init; }

    /// <summary>The memory taken at most, in vectors of n doubles.</summary>
    public int MemoryVectors { get; internal init; }

    /// <summary>One line, and one for each pair.</summary>
    public override string ToString()
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"{Pairs.Count} pairs, {(HasConverged ? "converged" : "NOT converged")}, {Products} products, {Restarts} "
            + $"restarts, {MemoryVectors} vectors");
        return string.Join(Environment.NewLine, Pairs.Select(pair => pair.ToString()).Prepend(head));
    }
}
