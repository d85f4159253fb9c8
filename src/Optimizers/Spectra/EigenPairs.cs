using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>What an eigen-solver found, and how.</summary>
public sealed class EigenPairs
{
    internal EigenPairs(IReadOnlyList<EigenPair> pairs) => Pairs = pairs;

    /// <summary>The pairs, in ascending order of their values. Fewer than were asked for where no more exist or could be found.</summary>
    public IReadOnlyList<EigenPair> Pairs { get; }

    /// <summary>
    /// True if as many pairs as were asked for have residuals within the tolerance, and none farther out was seen to be missing: copies of a multiple
    /// eigenvalue apart, where <see cref="AreMultiplicitiesKnown"/> is false.
    /// </summary>
    public bool HasConverged { get; internal init; }

    /// <summary>
    /// True if an eigenvalue is listed as often as it occurs, as far as there is room. False if each may be listed once: then the pairs are those of
    /// distinct eigenvalues, and copies farther out may be missing.
    /// </summary>
    public bool AreMultiplicitiesKnown { get; internal init; }

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

    /// <summary>The same run, with what is known of its multiplicities.</summary>
    internal EigenPairs With(bool areMultiplicitiesKnown) => With(Pairs, HasConverged, (0, 0), IsSingleKrylovSpace, areMultiplicitiesKnown);

    /// <summary>The same run, with the pairs as they were completed by products more.</summary>
    internal EigenPairs With(IReadOnlyList<EigenPair> pairs, bool isComplete, long products, int memory) =>
        With(pairs, isComplete, (products, memory), IsSingleKrylovSpace && pairs.SequenceEqual(Pairs), isComplete);

    private EigenPairs With(
        IReadOnlyList<EigenPair> pairs, bool hasConverged, (long Products, int Memory) more, bool isSingleKrylovSpace, bool areMultiplicitiesKnown)
    {
        return new(pairs)
        {
            HasConverged = hasConverged,
            AreMultiplicitiesKnown = areMultiplicitiesKnown,
            Products = Products + more.Products,
            Restarts = Restarts,
            Steps = Steps,
            IsSingleKrylovSpace = isSingleKrylovSpace,
            IsReorthogonalized = IsReorthogonalized,
            FoundInvariantSubspace = FoundInvariantSubspace,
            Seed = Seed,
            MemoryVectors = Math.Max(MemoryVectors, more.Memory),
        };
    }

    /// <summary>One line, and one for each pair.</summary>
    public override string ToString()
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"{Pairs.Count} pairs, {How()}, {Products} products, {Restarts} "
            + $"restarts, {MemoryVectors} vectors");
        return string.Join(Environment.NewLine, Pairs.Select(pair => pair.ToString()).Prepend(head));
    }

    private string How() => !HasConverged ? "NOT converged" : AreMultiplicitiesKnown ? "converged" : "converged, each eigenvalue once";
}
