using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>Classifies a point of an objective by products of its Hessian alone.</summary>
internal static class ProductClassifier
{
    // A Newton step of so much of the scale is none: H does not change over it.
    private const double Negligible = 1e-12;

    // From coarse to fine: where a vector is not good enough, the next is tried.
    private static ReadOnlySpan<double> Tolerances => [1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12];

    /// <param name="objective">L.</param>
    /// <param name="theta">θ.</param>
    /// <param name="options">The errors, how sure the answer shall be, and what it may cost.</param>
    public static CriticalPoint Classify(Objective objective, double[] theta, CriticalPointOptions options)
    {
        var scales = ParameterScales.Of(objective, theta, options);
        var gradient = new double[theta.Length];
        var gradientError = options.GradientError + objective.Gradient(theta, gradient);
        var hessian = new HessianOperator(objective, theta);
        var measured = ProductRounding.Measure(objective, hessian, theta, options);
        var symmetry = Symmetric(hessian, objective, measured.Nonlinearity, options);
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
            : KinkTest.OfGradients(objective, theta, objective.LossOrNotFinite(theta), norm * ParameterScales.MeanSquare(scales), scales, options);
        var ends = ExtremeEigenvalues.Locate(transverse, options.Ends);
        var pairs = ends.Smallest.Upper < 0 ? PairsAtBothEnds(transverse, ends, options) : [];
        var sources = ProductSecondOrder.Sources(ends, there, measured, options);
        var found = ProductSecondOrder.Of((gradient, gradientError), ends, pairs, basis.Vectors.Count, trail, sources, options);
        var isEstimated = measured.Beyond(atTheta.Rounding) > 0;
        var kind = found.SignKind;
        if (found.RelativeDistance <= found.Radius && kind is not (CriticalPointKind.Degenerate or CriticalPointKind.Undecided))
        {
            var rounding = gradientError + (4 * MachineEpsilon.Double * norm * ShortVectors.Norm(trail.End));
            var least = Math.Min(Math.Abs(ends.SmallestRitzValue), Math.Abs(ends.LargestRitzValue));
            var isExactlyThere = !isThere && ShortVectors.Norm(gradient) + rounding <= Negligible * scales.Min() * least;
            kind = trail.LeadsNowhere ? CriticalPointKind.NotCritical
                : isExactlyThere || (trail.Converges && Deciding(kind, transverse, ends, pairs, options) is { } deciding
                    && (!isThere || Stay(deciding, hessian, sources)) && StayBeside(deciding, objective, trail, rounding, sources)) ? kind
                : CriticalPointKind.Undecided;
        }
        else if (isThere && trail.LeadsNowhere && found.RelativeDistance <= found.Radius)
        {
            kind = CriticalPointKind.NotCritical;
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

    // What is not symmetric is refused, but for the error that the caller states, that differences have, or that shows where any matrix is linear.
    private static SymmetryTest Symmetric(
        HessianOperator symmetricOperator, Objective objective, double nonlinearity, CriticalPointOptions options)
    {
        var test = SymmetryTest.Run(
            symmetricOperator, seed: options.Seed, rounding: objective.Options.SinglePrecision ? SymmetryTest.SingleRounding : null,
            cancellation: options.CancellationToken);
        var allowed = 2 * (options.HessianError + nonlinearity) * test.Lengths;
        if (test.IsSymmetric || test.Asymmetry <= test.Bound + allowed)
            return test;
        throw new ArgumentException(
            objective.HasProduct
                ? $"The operator is {test}. A Hessian is symmetric: its product is wrong, or its error has to be stated " +
                  $"({nameof(CriticalPointOptions)}.{nameof(CriticalPointOptions.HessianError)})."
                : $"The Hessian by differences of gradients is {test}. A Hessian is symmetric: the gradient is not that of a loss, or rougher "
                    + $"than its differences show.",
            nameof(symmetricOperator));
    }

    // Over the step to the critical point the curvature along the vectors that decide changes by a quarter of itself at most.
    private static bool Stay(EigenPair[] pairs, HessianOperator before, ToleranceSources sources) =>
        Array.TrueForAll(pairs, pair => Stays(pair, before, pair.Vector!.ToArray(), sources));

    // The same a Newton step along each of them away, to both sides: at xᵐ, m ≥ 3, the curvature along that vector alone is half and half as much
    // again there, and the steps of all n dimensions do not show it where the others are much longer. What the gradient may be off counts as its own.
    private static bool StayBeside(EigenPair[] pairs, Objective objective, ProductTrail trail, double gradientError, ToleranceSources sources)
    {
        foreach (var pair in pairs)
        {
            var u = pair.Vector!.ToArray();
            var distance = (Math.Abs(ShortVectors.Dot(u, trail.EndGradient)) + gradientError) / Math.Abs(pair.Value);
            foreach (var step in (ReadOnlySpan<double>)[distance, -distance])
            {
                var beside = (double[])trail.End.Clone();
                ShortVectors.AddScaled(beside, step, u);
                try
                {
                    if (!Array.TrueForAll(beside, double.IsFinite) || !Stays(pair, new(objective, beside), u, sources))
                        return false;
                }
                catch (NotFiniteValueException)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool Stays(EigenPair pair, HessianOperator other, double[] u, ToleranceSources sources)
    {
        var product = new double[u.Length];
        other.Multiply(u, product);
        var curvature = ShortVectors.Dot(u, product);
        return Math.Abs(curvature - pair.Value)
            <= (NewtonTrail.LargestChange * Math.Min(Math.Abs(curvature), Math.Abs(pair.Value))) + sources.Decomposition;
    }

    // The vectors of the ends that decide, the known ones if they are good enough, or null where none are: their curvature is that of the end, but
    // for a quarter of it. A vector of the end nearest to zero is otherwise one of all the others.
    private static EigenPair[]? Deciding(
        CriticalPointKind kind, SymmetricOperator a, ExtremeEigenvalues ends, EigenPair[] known, CriticalPointOptions options)
    {
        if (Chosen(known) is { } good)
            return good;
        var least = LeastTolerance(a, ends);
        foreach (var tolerance in Tolerances)
        {
            if (Chosen(Pairs(a, Math.Max(tolerance, least), options)) is { } found)
                return found;
            if (tolerance <= least)
                return null;
        }

        return null;

        EigenPair[]? Chosen(EigenPair[] pairs)
        {
            if (pairs.Length == 0)
                return null;
            var (lower, upper) = (IsAt(pairs[0].Value, ends.SmallestRitzValue), IsAt(-pairs[^1].Value, -ends.LargestRitzValue));
            return kind switch
            {
                CriticalPointKind.LocalMinimum => lower ? [pairs[0]] : null,
                CriticalPointKind.LocalMaximum => upper ? [pairs[^1]] : null,
                _ => lower && upper ? pairs : null,
            };
        }
    }

    private static bool IsAt(double value, double ritz) =>
        Math.Sign(value) == Math.Sign(ritz) && value <= ritz + (NewtonTrail.LargestChange * Math.Abs(ritz));

    // The vectors of both ends, of a Krylov space at least as good as that which located them: the lower one within half of the fraction that is
    // asked for, and either of the sign of its end, beside which others of the other sign may crowd.
    private static EigenPair[] PairsAtBothEnds(SymmetricOperator a, ExtremeEigenvalues ends, CriticalPointOptions options)
    {
        EigenPair[] pairs = [];
        var least = LeastTolerance(a, ends);
        var lowest = ends.SmallestRitzValue + (0.5 * options.Fraction * (ends.LargestRitzValue - ends.SmallestRitzValue));
        foreach (var tolerance in Tolerances)
        {
            pairs = Pairs(a, Math.Max(tolerance, least), options);
            if (tolerance <= least || (pairs.Length > 0 && pairs[0].Value <= lowest && IsAt(pairs[0].Value, ends.SmallestRitzValue)
                && (ends.Largest.Lower <= 0 || IsAt(-pairs[^1].Value, -ends.LargestRitzValue))))
                break;
        }

        return pairs;
    }

    // No residual becomes smaller than what the products are off.
    private static double LeastTolerance(SymmetricOperator a, ExtremeEigenvalues ends) => a.ProductError == 0
        ? 0
        : Math.Min(0.5, 2 * a.ProductError / Math.Max(Math.Abs(ends.SmallestRitzValue), Math.Abs(ends.LargestRitzValue)));

    private static EigenPair[] Pairs(SymmetricOperator a, double tolerance, CriticalPointOptions options)
    {
        var solver = new Lanczos(LanczosForm.WithoutReorthogonalization)
        {
            Seed = options.Seed,
            Tolerance = tolerance,
            MaxProducts = Math.Max(options.MaxProducts, 8),
            MaxThreads = options.MaxThreads,
        };
        return [.. solver.Solve(a, 1, SpectrumEnd.Both, options.CancellationToken).Pairs.Where(pair => pair.Vector is not null)];
    }
}
