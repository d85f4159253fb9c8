using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <content>The three-term recurrence alone.</content>
public sealed partial class Lanczos
{
    /// <summary>
    /// A Ritz value whose vector has a smaller first component than √ε and that has not converged is a copy under way (Cullum and Willoughby, Lanczos
    /// Algorithms for Large Symmetric Eigenvalue Computations, 1985: it hangs on rounding, not on the start vector).
    /// </summary>
    private const double GhostComponent = 1.5e-8;

    private readonly record struct RitzValue(double Value, double Residual);

    private EigenPairs SolveWithoutBasis(ScaledProducts products, WantedPairs wanted)
    {
        var vectors = WithVectors ? wanted.Total : 0;
        RequireMemory(
            3L + vectors, wanted, "Lanczos without reorthogonalization",
            WithVectors ? "Without vectors it needs 3." : "No other way needs less.");
        RequireProducts(1L + (WithVectors ? 1 + vectors : 0), wanted);
        var process = new LanczosProcess(products, reorthogonalize: false, Seed);
        List<RitzValue> chosen;
        var lastLook = 0;
        while (true)
        {
            process.Advance();
            // With vectors each step is taken twice.
            var mayGoOn = products.Allows(WithVectors ? process.Steps + 2L + vectors : 1) && !process.IsExhausted;
            if (mayGoOn && !IsTimeToLook(process.Steps, lastLook))
                continue;
            lastLook = process.Steps;
            var (distinct, tolerance) = DistinctValues(process);
            chosen = [.. wanted.Among(distinct.Count).Select(i => distinct[i])];
            var converged = chosen.Count(ritz => ritz.Residual <= tolerance);
            Report(products, converged, wanted, distinct[0].Value, distinct[^1].Value, chosen.Max(ritz => ritz.Residual));
            if (converged == wanted.Total || !mayGoOn)
                break;
        }

        var largest = products.Unscale(process.Norm > 0 ? LargestRitzMagnitude(process) : 0);
        var steps = process.Steps;
        var pairs = WithVectors
            ? SecondRun(products, process, chosen)
            : [.. chosen.Select(ritz => new EigenPair(
                products.Unscale(ritz.Value), products.Unscale(ritz.Residual), products.Error, false, null))];
        return new(pairs)
        {
            HasConverged = AreConverged(pairs, wanted, largest),
            Products = products.Count,
            Steps = steps,
            IsSingleKrylovSpace = true,
            FoundInvariantSubspace = process.IsExhausted && steps < wanted.Dimension,
            Seed = Seed,
            MemoryVectors = 3 + vectors,
        };
    }

    private static double LargestRitzMagnitude(LanczosProcess process) => Math.Max(
        Math.Abs(SymmetricTridiagonal.Smallest(process.Alphas, process.Betas)),
        Math.Abs(SymmetricTridiagonal.Largest(process.Alphas, process.Betas)));

    /// <summary>The Ritz values without their ghosts, ascending: of those that have converged and are nearer than the tolerance, the best.</summary>
    private (List<RitzValue> Values, double Tolerance) DistinctValues(LanczosProcess process)
    {
        var values = process.Alphas.ToArray();
        double[] first = new double[values.Length], last = new double[values.Length];
        first[0] = last[^1] = 1;
        SymmetricTridiagonal.Solve(values, process.Betas.ToArray(), first, last);
        var largest = LargestMagnitude(values);
        var tolerance = Tolerance * largest;
        var near = Math.Max(2 * tolerance, 1e-12 * largest);
        var distinct = new List<RitzValue>();
        for (var i = 0; i < values.Length; i++)
        {
            var residual = process.IsExhausted ? process.Betas[^1] : process.Betas[^1] * Math.Abs(last[i]);
            var hasConverged = residual <= tolerance;
            if (!hasConverged && Math.Abs(first[i]) < GhostComponent && !process.IsExhausted)
                continue;
            if (distinct.Count > 0 && distinct[^1] is var previous && values[i] - previous.Value <= near
                && hasConverged && previous.Residual <= tolerance)
            {
                if (residual < previous.Residual)
                    distinct[^1] = new(values[i], residual);
                continue;
            }

            distinct.Add(new(values[i], residual));
        }

        return (distinct, tolerance);
    }

    /// <summary>The Ritz vectors, from the same Lanczos vectors made again.</summary>
    private List<EigenPair> SecondRun(ScaledProducts products, LanczosProcess first, List<RitzValue> chosen)
    {
        var n = products.Dimension;
        var components = chosen.Select(ritz => Components(first, ritz.Value)).ToArray();
        var vectors = components.Select(_ => new double[n]).ToArray();
        var c = new double[vectors.Length];
        var process = new LanczosProcess(products, reorthogonalize: false, Seed);
        var steps = components.Max(s => s.Length);
        for (var j = 0; j < steps; j++)
        {
            for (var i = 0; i < c.Length; i++)
                c[i] = j < components[i].Length ? components[i][j] : 0;
            products.Work.AddToAll(c, process.Current, vectors);
            if (j + 1 < steps)
                process.Advance();
        }

        return Verify(products, vectors, process.Scratch);
    }

    /// <summary>
    /// The components of a Ritz vector in the shortest leading part of the basis in which its value has converged: there it has no ghost yet, and the
    /// vectors of that part are still orthogonal for what it is made of.
    /// </summary>
    private double[] Components(LanczosProcess process, double value)
    {
        var tolerance = 0.5 * Tolerance * LargestRitzMagnitude(process);
        double[]? best = null;
        var smallest = double.PositiveInfinity;
        for (var k = Math.Min(8, process.Steps); ; k = Math.Min(process.Steps, k + 1 + (k / 8)))
        {
            var alphas = process.Alphas[..k];
            var betas = process.Betas[..k];
            var s = SymmetricTridiagonal.Eigenvector(alphas, betas, value);
            var squares = 0.0;
            for (var i = 0; i < k; i++)
            {
                var residual = ((alphas[i] - value) * s[i]) + (i > 0 ? betas[i - 1] * s[i - 1] : 0) + (i + 1 < k ? betas[i] * s[i + 1] : 0);
                squares += residual * residual;
            }

            squares += betas[k - 1] * s[k - 1] * (betas[k - 1] * s[k - 1]);
            if (squares < smallest)
                (best, smallest) = (s, squares);
            if (smallest <= tolerance * tolerance || k == process.Steps)
                return best ?? s;
        }
    }
}
