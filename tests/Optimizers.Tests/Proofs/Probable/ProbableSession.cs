using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Proofs;

/// <summary>
/// "No curvature below x and none above y, but for a probability δ", claimed from products: how often is it wrong? With a δ large enough to see it.
/// </summary>
internal sealed class ProbableSession
{
    private static readonly double[] Stated = [0.1, 0.01];

    /// <summary>A row for each family and each stated probability.</summary>
    public List<ProbableTally> Rows { get; } = [];

    /// <summary>
    /// Spectra that are hard, and many random starts for each. Every product that a run takes is followed by a claim about both ends; a run counts as
    /// wrong if any of these was, so that no rule for when to stop could do worse.
    /// </summary>
    public ProbableSession Run(int starts, IReadOnlyList<HardSpectrum>? spectra = null)
    {
        spectra ??= HardSpectrum.All;
        for (var family = 0; family < spectra.Count; family++)
        {
            foreach (var stated in Stated)
            {
                var tally = new ProbableTally(spectra[family].Family, stated);
                for (var i = 0; i < Math.Max(1, (int)(starts * spectra[family].StartsFactor)); i++)
                    Start(spectra[family], (1_000_000 * family) + i, tally);
                Rows.Add(tally);
            }
        }

        return this;
    }

    /// <summary>Matrices of the proof run: the ends that a classification claims, against the exact inertia there.</summary>
    public ProbableSession Run(string family, IReadOnlyList<ProofCase> cases)
    {
        foreach (var stated in Stated)
        {
            var tally = new ProbableTally(family, stated);
            foreach (var matrix in cases)
                Classify(matrix, tally);
            Rows.Add(tally);
        }

        return this;
    }

    private static void Start(HardSpectrum hard, int seed, ProbableTally tally)
    {
        var d = hard.Draw(new MatrixSource(seed));
        var (least, greatest) = (d.Min(), d.Max());
        var watch = new Watch(least, greatest);
        EigenvalueInterval smallest, largest;
        if (hard.KeepsOrthogonal)
        {
            var point = CriticalPoint.Classify(new DiagonalQuadratic(d), Vector<double>.Build.Dense(d.Length), new()
            {
                DenseLimit = 0,
                FailureProbability = tally.Stated,
                MaxProducts = hard.MaxProducts,
                Seed = seed,
                MaxThreads = 1,
                Progress = watch,
            });
            RequireClaim(point, tally.Stated);
            (smallest, largest) = (point.SmallestInterval, point.LargestInterval);
        }
        else
        {
            var ends = ExtremeEigenvalues.Locate(new HessianOperator(new DiagonalQuadratic(d), new double[d.Length]), new()
            {
                Fraction = 1e-12,
                FailureProbability = tally.Stated,
                MaxProducts = hard.MaxProducts,
                Seed = seed,
                MaxThreads = 1,
                Progress = watch,
                Reorthogonalize = false,
            });
            (smallest, largest) = (ends.Smallest, ends.Largest);
        }

        var isWrong = watch.WasWrong || smallest.Lower > least || largest.Upper < greatest;
        tally.Add(isWrong, Math.Max(least - smallest.Lower, largest.Upper - greatest) / (greatest - least), watch.Products);
    }

    private static void Classify(ProofCase matrix, ProbableTally tally)
    {
        var n = matrix.Dimension;
        var objective = new DenseQuadratic(matrix.Matrix, n);
        var watch = new Watch(double.PositiveInfinity, double.NegativeInfinity);
        CriticalPoint point;
        try
        {
            point = CriticalPoint.Classify(objective, Vector<double>.Build.Dense(n), new()
            {
                DenseLimit = 0,
                FailureProbability = tally.Stated,
                Seed = matrix.Seed,
                MaxThreads = 1,
                Progress = watch,
            });
        }
        catch (Exception refusal) when (refusal is ArgumentException or InvalidOperationException)
        {
            return; // Products that overflow, or that underflow until they look asymmetric.
        }

        // "∇²L(θ) has no curvature below −1.5 and none above 2".
        var words = RequireClaim(point, tally.Stated).Statement.Split(' ');
        var (lower, upper) = (NumberAfter("below"), NumberAfter("above"));
        var isWrong = (double.IsFinite(lower) && ExactInertia.Of(objective.Matrix, n, lower).Negative > 0)
            || (double.IsFinite(upper) && ExactInertia.Of(objective.Matrix, n, upper).Positive > 0);
        var width = point.LargestEigenvalue - point.SmallestEigenvalue;
        var (start, end) = (point.SmallestInterval.Lower, point.LargestInterval.Upper);
        tally.Add(isWrong, Math.Max(point.SmallestEigenvalue - start, end - point.LargestEigenvalue) / width, watch.Products);

        double NumberAfter(string word) => double.Parse(words[Array.IndexOf(words, word) + 1], CultureInfo.InvariantCulture);
    }

    private static Claim RequireClaim(CriticalPoint point, double stated)
    {
        var claim = point.Claims.Single(claim => claim.Certainty == Certainty.Probable);
        if (Math.Abs(1 - claim.Probability - stated) > 1e-12)
            throw new InvalidOperationException($"The claim states {claim.Probability}; it was to be {1 - stated}.");
        return claim;
    }

    private sealed class Watch(double least, double greatest) : IProgress<ExtremeEigenvalues>
    {
        public bool WasWrong { get; private set; }

        public long Products { get; private set; }

        public void Report(ExtremeEigenvalues value)
        {
            WasWrong |= value.Smallest.Lower > least || value.Largest.Upper < greatest;
            Products = value.Products;
        }
    }
}
