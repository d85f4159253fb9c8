using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <content>Copies of multiple eigenvalues, by locking.</content>
public sealed partial class Lanczos
{
    /// <summary>
    /// The pairs with those that one start vector has not shown: of a multiple eigenvalue it shows one. What was found is deflated, and the extreme
    /// eigenvalue of the rest located from another start, by three vectors. One that is farther out than the innermost pair takes its place, until
    /// there is none.
    /// </summary>
    private EigenPairs WithCopies(SymmetricOperator a, WantedPairs wanted, EigenPairs found, CancellationToken cancellationToken)
    {
        var isWhole = wanted.Count == 1 || (found.IsReorthogonalized && found.Steps >= wanted.Dimension);
        var memory = (2 * wanted.Total) + 4; // The pairs, a basis of them, three of Lanczos and one of the complement.
        if (!found.HasConverged || isWhole || !WithVectors || MemoryVectors < memory)
            return found.With(areMultiplicitiesKnown: isWhole && found.HasConverged);

        var before = a.Products;
        var pairs = found.Pairs.ToList();
        var isComplete = true;
        foreach (var end in wanted.End == SpectrumEnd.Both ? [SpectrumEnd.Smallest, SpectrumEnd.Largest] : new[] { wanted.End })
        {
            while (isComplete && Missing(a, wanted, pairs, end, Remaining(), cancellationToken, out isComplete) is { } missing)
            {
                pairs.Remove(Innermost(pairs, wanted, end));
                pairs.Add(missing);
                pairs.Sort((one, other) => one.Value.CompareTo(other.Value));
            }
        }

        return found.With(pairs, isComplete, a.Products - before, memory);

        long Remaining() => MaxProducts - found.Products - (a.Products - before);
    }

    private static EigenPair Innermost(List<EigenPair> ascending, WantedPairs wanted, SpectrumEnd end)
    {
        var count = Math.Min(wanted.Count, ascending.Count);
        return end == SpectrumEnd.Smallest ? ascending[count - 1] : ascending[^count];
    }

    // An eigenpair farther out than the innermost of those found and orthogonal to all of them; null where there is none, or no telling.
    private EigenPair? Missing(
        SymmetricOperator a,
        WantedPairs wanted,
        List<EigenPair> pairs,
        SpectrumEnd end,
        long products,
        CancellationToken cancellationToken,
        out bool isComplete)
    {
        var work = new VectorWork(MaxThreads);
        var basis = new GrowingBasis(wanted.Dimension, work);
        isComplete = pairs.TrueForAll(pair => basis.TryAdd(pair.Vector!.ToArray()));
        if (!isComplete)
            return null; // Two vectors of one eigenvector.
        var innermost = Innermost(pairs, wanted, end);
        var rest = new ComplementOperator(a, new OrthonormalBasis(basis, work), innermost.Value);
        var largest = Math.Max(Math.Abs(pairs[0].Value), Math.Abs(pairs[^1].Value));
        var values = Extreme(withVectors: false);
        var outwards = end == SpectrumEnd.Smallest ? -1 : 1;
        isComplete = values is { HasConverged: true };
        if (!isComplete || !IsFartherOut(values!.Pairs[0]))
            return null;
        var missing = Extreme(withVectors: true);
        var vector = missing?.Pairs[0].Vector!.ToArray();

        // What was deflated is near it in value, and may be in its vector.
        isComplete = missing is { HasConverged: true } && basis.TryAdd(vector!);
        return isComplete ? Verify(new(a, work, 1, cancellationToken), [vector!], new double[wanted.Dimension])[0] : null;

        bool IsFartherOut(EigenPair pair) =>
            outwards * (pair.Value - innermost.Value) > pair.Residual + innermost.Residual + a.ProductError + (Tolerance * largest);

        EigenPairs? Extreme(bool withVectors)
        {
            var left = products - rest.Products;
            return left < 5 ? null : new Lanczos(LanczosForm.WithoutReorthogonalization)
            {
                Seed = unchecked(Seed + 1),
                Tolerance = Tolerance,
                WithVectors = withVectors,
                MaxProducts = (int)Math.Min(int.MaxValue, left - 1),
                MaxThreads = MaxThreads,
            }.Solve(rest, 1, end, cancellationToken);
        }
    }
}
