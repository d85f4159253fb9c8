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
        var scales = ParameterScales.Of(objective, theta, options);
        var gradient = new double[theta.Length];
        var gradientError = options.GradientError + objective.Gradient(theta, gradient);
        var hessian = new HessianOperator(objective, theta);
        var symmetry = Symmetric(hessian, objective, options);
        var measured = ProductRounding.Measure(hessian, options.Seed, options.CancellationToken);
        var pilot = ExtremeEigenvalues.Pilot(hessian, FlatDirectionTest.PilotProducts, options.Ends with { Progress = null });

        var atTheta = ProductSecondOrder.Sources(pilot, hessian, measured, options);
        var norm = Math.Max(Math.Abs(pilot.SmallestRitzValue), Math.Abs(pilot.LargestRitzValue));
        var unit = scales.Max();
        var tolerance = gradientError + (atTheta.Decomposition * unit);
        var trail = ProductTrail.Follow(
            objective, hessian, theta, (gradient, tolerance), tolerance + (atTheta.Input * options.Radius * unit), norm, scales, options);

        // The signs are those of the critical point, or of θ where that is too far.
        var isThere = !trail.End.AsSpan().SequenceEqual(theta);
        var there = isThere ? new HessianOperator(objective, trail.End) : hessian;
        var basis = new GrowingBasis(theta.Length);
        FlatDirections? flat = null;
        SymmetricOperator transverse = there;
        if (options.Symmetries.Count > 0)
        {
            flat = FlatDirectionTest.ByProducts(trail.End, there, basis, pilot, options);

            // What is deflated goes inside the spectrum, so that it is at no end.
            var inside = 0.5 * (pilot.SmallestRitzValue + pilot.LargestRitzValue);
            if (flat.Count > 0)
                transverse = there.Deflate(basis.Vectors.Select(vector => Vector<double>.Build.Dense(vector)), inside);
        }

        var kink = !objective.HasGradient || objective.SmoothRadius(theta) > 0
            ? KinkTest.Finding.Smooth
            : KinkTest.OfGradients(objective, theta, objective.LossOrNotFinite(theta), norm, scales, options);
        var ends = ExtremeEigenvalues.Locate(transverse, options.Ends);
        var pairs = ends.Smallest.Upper < 0 ? PairsAtBothEnds(transverse, ends, options) : [];
        var sources = ProductSecondOrder.Sources(ends, there, measured, options);
        var found = ProductSecondOrder.Of((gradient, gradientError), ends, pairs, basis.Vectors.Count, trail, sources, options);
        var isEstimated = measured > atTheta.Rounding;
        var kind = found.SignKind;
        if (isThere && found.RelativeDistance <= found.Radius)
        {
            var deciding = pairs.Length > 0 ? pairs
                : kind is CriticalPointKind.LocalMinimum or CriticalPointKind.LocalMaximum ? PairsAtBothEnds(transverse, ends, options)
                : [];
            kind = trail.LeadsNowhere ? CriticalPointKind.NotCritical
                : !trail.Converges || !Stay(deciding, hessian, sources) ? CriticalPointKind.Undecided
                : kind;
        }

        if (kink != KinkTest.Finding.Smooth)
            kind = CriticalPointKind.Undecided;
        return new(found, [.. ProductClaims.Of(found, flat, there, ends, symmetry, isEstimated), .. LossClaims.OfBatches(objective, theta, found)])
        {
            Kind = found.RelativeDistance > found.Radius && kink == KinkTest.Finding.Smooth ? CriticalPointKind.NotCritical : kind,
            KindAtCriticalPoint = found.RelativeDistance > found.Radius ? CriticalPointKind.Undecided : kind,
            IsAtCriticalPoint = isThere,
            FlatDirections = flat,
            Kink = kink,
            KinkDistance = kink == KinkTest.Finding.Smooth ? Math.Min(hessian.KinkDistance, there.KinkDistance) : 0,
        };
    }

    // What is not symmetric is refused, but for the error that the caller states, or that differences have.
    private static SymmetryTest Symmetric(HessianOperator hessian, Objective objective, CriticalPointOptions options)
    {
        var test = SymmetryTest.Run(
            hessian, seed: options.Seed, rounding: objective.Options.SinglePrecision ? 1e-5 : null, cancellation: options.CancellationToken);
        var allowed = 2 * options.HessianError * test.Lengths;
        if (test.IsSymmetric || test.Asymmetry <= test.Bound + allowed)
            return test;
        throw new ArgumentException(
            objective.HasProduct
                ? $"The operator is {test}. A Hessian is symmetric: its product is wrong, or its error has to be stated " +
                  $"({nameof(CriticalPointOptions)}.{nameof(CriticalPointOptions.HessianError)})."
                : $"The Hessian by differences of gradients is {test}. A Hessian is symmetric: the gradient is not that of a loss, or rougher "
                    + $"than its differences show.",
            nameof(hessian));
    }

    // Over the step to the critical point the curvature along the vectors that decide changes by a quarter of itself at most.
    private static bool Stay(EigenPair[] pairs, HessianOperator before, ToleranceSources sources)
    {
        var product = new double[before.Dimension];
        foreach (var pair in pairs)
        {
            var u = pair.Vector!.ToArray();
            before.Multiply(u, product);
            var curvature = ShortVectors.Dot(u, product);
            if (!(Math.Abs(curvature - pair.Value) <= (NewtonTrail.LargestChange
                * Math.Min(Math.Abs(curvature), Math.Abs(pair.Value))) + sources.Decomposition))
                return false;
        }

        return true;
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
