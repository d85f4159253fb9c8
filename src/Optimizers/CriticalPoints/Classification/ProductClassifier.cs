using MathNet.Numerics.LinearAlgebra;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>Classifies a point of an objective by products of its Hessian alone.</summary>
internal static class ProductClassifier
{
    /// <param name="objective">L.</param>
    /// <param name="theta">θ.</param>
    /// <param name="options">The errors, how sure the answer shall be, and what it may cost.</param>
    public static CriticalPoint Classify(Objective objective, double[] theta, CriticalPointOptions options)
    {
        var gradient = new double[theta.Length];
        var gradientError = options.GradientError + objective.Gradient(theta, gradient);
        var hessian = new HessianOperator(objective, theta);
        var symmetry = SymmetryTest.ThrowIfNotSymmetric(
            hessian, seed: options.Seed, rounding: objective.Options.SinglePrecision ? 1e-5 : null, cancellation: options.CancellationToken);

        var basis = new GrowingBasis(theta.Length);
        FlatDirections? flat = null;
        SymmetricOperator transverse = hessian;
        if (options.Symmetries.Count > 0)
        {
            var pilot = ExtremeEigenvalues.Pilot(hessian, FlatDirectionTest.PilotProducts, options.Ends with { Progress = null });
            flat = FlatDirectionTest.ByProducts(theta, hessian, basis, pilot, options);

            // What is deflated goes inside the spectrum, so that it is at no end.
            var inside = 0.5 * (pilot.SmallestRitzValue + pilot.LargestRitzValue);
            if (flat.Count > 0)
                transverse = hessian.Deflate(basis.Vectors.Select(vector => Vector<double>.Build.Dense(vector)), inside);
        }

        var ends = ExtremeEigenvalues.Locate(transverse, options.Ends);
        var pairs = ends.Smallest.Upper < 0 ? PairsAtBothEnds(transverse, ends, options) : [];
        var found = ProductSecondOrder.Of((gradient, gradientError), hessian, ends, pairs, basis.Vectors.Count, options);
        return new(found, [.. ProductClaims.Of(found, flat, hessian, ends, symmetry), .. LossClaims.OfBatches(objective, theta, found)])
        {
            FlatDirections = flat,
            KinkDistance = hessian.KinkDistance,
        };
    }

    // The vectors of both ends, of a Krylov space at least as good as that which located them.
    private static EigenPair[] PairsAtBothEnds(SymmetricOperator a, ExtremeEigenvalues ends, CriticalPointOptions options)
    {
        EigenPair[] pairs = [];
        foreach (var tolerance in (ReadOnlySpan<double>)[1e-2, 1e-4, 1e-6])
        {
            var solver = new Lanczos(LanczosForm.WithoutReorthogonalization, new EigenSolverOptions
            {
                Seed = options.Seed,
                Tolerance = tolerance,
                MaxProducts = Math.Max(options.MaxProducts, 8),
                MaxThreads = options.MaxThreads,
                CancellationToken = options.CancellationToken,
            });
            pairs = [.. solver.Solve(a, 1, SpectrumEnd.Both).Pairs.Where(pair => pair.Vector is not null)];
            if (pairs.Length > 0 && pairs[0].Value <= ends.SmallestRitzValue
                + (0.5 * options.Fraction * (ends.LargestRitzValue - ends.SmallestRitzValue)))
                break;
        }

        return pairs;
    }
}
