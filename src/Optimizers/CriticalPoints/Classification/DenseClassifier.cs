using Optimizers.Arithmetic;
using Optimizers.Curvature.Functions;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>Classifies a point whose Hessian is at hand as a matrix, or is made into one.</summary>
internal static class DenseClassifier
{
    /// <summary>
    /// Up to this n the interval matrices of the claims about the loss, and the higher derivatives of a degenerate point, are small work.
    /// </summary>
    private const int LargestEnclosedDimension = 100;

    /// <summary>Up to this n it is told what a critical point is that is too far to count.</summary>
    private const int LargestFarDimension = 200;

    /// <summary>By a matrix and a gradient alone: the kind is that of their quadratic model.</summary>
    /// <param name="hessian">H, n² entries, column by column.</param>
    /// <param name="gradient">g, n entries.</param>
    /// <param name="options">The errors, the radius, and what else may be said.</param>
    /// <param name="epsilon">The spacing of the numbers next to 1 in the precision in which H and g were given.</param>
    public static CriticalPoint Classify(double[] hessian, double[] gradient, CriticalPointOptions options, double epsilon)
    {
        var n = gradient.Length;
        Arguments.ThrowIfNotFinite(hessian, nameof(hessian), "Hessian", k => $"h[{k % n},{k / n}]");
        Arguments.ThrowIfNotFinite(gradient, nameof(gradient), "gradient", "g");
        var model = new LocalModel(new double[n], gradient, hessian, options.GradientError, options.HessianError)
        {
            Epsilon = epsilon,
            IsBound = true,
            Cancellation = options.CancellationToken,
        };
        var scales = options.ParameterScale is { } given ? GivenScales.For(given, n, nameof(options)) : null;
        var found = DenseSecondOrder.Of(model, options, scales);
        var proof = Prove(model, found, options);
        var (kind, provenOf) = ProvenKind(found, proof);
        return new(found, proof.Claims)
        {
            Kind = kind,
            ProvenOf = provenOf,
            IsQuadraticModel = true,
            KindAtCriticalPoint = kind == CriticalPointKind.NotCritical ? found.SignKind : kind,
        };
    }

    /// <summary>At a point of an objective.</summary>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ.</param>
    /// <param name="options">The errors, the radius, and what else may be said.</param>
    public static CriticalPoint Classify(Objective objective, double[] theta, CriticalPointOptions options)
    {
        var n = theta.Length;
        var scales = ParameterScales.Of(objective, theta, options);
        var models = new ObjectiveModels(objective, options, scales);
        var model = models.Model(theta);
        var found = DenseSecondOrder.Of(model, options, scales);
        var claims = Prove(model, found, options).Claims;
        var isSmall = n is > 0 and <= LargestEnclosedDimension;
        ClaimSubject? provenOf = null;
        var isFar = found.RelativeDistance > found.Radius;
        var trail = n == 0 || found.IsLostInErrors || (isFar && n > LargestFarDimension) ? null : NewtonTrail.Follow(models, model);
        if (trail is not null && trail.Kind != CriticalPointKind.Undecided && (trail.Steps > 1 || trail.NullCount != found.ZeroCount)
            && double.IsFinite(found.RelativeDistance))
        {
            found = found with
            {
                DistanceToCriticalPoint = ShortVectors.Norm(trail.Way),
                RelativeDistance = ParameterScales.Relative(trail.Way, scales),
            };
        }

        var kink = KinkOf(objective, model, trail, scales, options);
        var there = kink != KinkTest.Finding.Smooth ? CriticalPointKind.Undecided
            : trail is null ? (isFar && n > 0 ? CriticalPointKind.Undecided : found.SignKind)
            : !double.IsFinite(found.RelativeDistance) ? CriticalPointKind.NotCritical
            : KindThere(found, trail.Kind);
        DegeneratePoint? higher = null;
        if (isSmall && trail is not null && there == CriticalPointKind.Degenerate && IsFlatBeyondErrors(trail.End, options)
            && found.PositiveThreshold == found.Tolerance && found.RelativeDistance <= found.Radius)
        {
            var derivatives = objective.HigherDerivatives(Math.ScaleB(model.System.Norm, model.System.Exponent));
            try
            {
                higher = HigherOrders(derivatives, model, trail, scales, options);
                claims.Add(LossClaims.OfHigherOrders(higher));
                there = higher.Kind;
            }
            catch (NotFiniteValueException)
            {
                // They are not defined there, or their differences are not: the point stays degenerate.
            }

            models.SeeKink(derivatives.KinkDistance);
        }

        var kind = found.RelativeDistance > found.Radius && kink != KinkTest.Finding.FirstOrder ? CriticalPointKind.NotCritical : there;
        if (isSmall && options.Certify && objective.Enclosures is { } enclosures && found.RelativeDistance <= found.Radius
            && LossClaims.OfEnclosures(enclosures, theta, found.Radius * models.LeastScale) is { } proof)
        {
            claims.Add(proof.Claim);
            (kind, there, provenOf) = (proof.Kind, proof.Kind, ClaimSubject.Loss);
        }

        claims.AddRange(LossClaims.OfBatches(objective, theta, found));
        return new(found, claims)
        {
            Kind = kind,
            ProvenOf = provenOf,
            KindAtCriticalPoint = there,
            Trail = trail,
            WayDown = higher?.WayDown,
            FlatDirections = options.Symmetries.Count > 0 ? FlatDirectionTest.InEigenvectors(theta, found, options.Symmetries) : null,
            KinkDistance = kink == KinkTest.Finding.Smooth ? models.KinkDistance : 0,
            Kink = kink,
        };
    }

    // At θ, and where the trail ends.
    private static KinkTest.Finding KinkOf(Objective objective, LocalModel model, NewtonTrail? trail, double[] scales, CriticalPointOptions options)
    {
        if (model.Theta.Length == 0)
            return KinkTest.Finding.Smooth;
        if (objective.OneSidedDerivatives is not { } source)
        {
            return !objective.HasGradient || objective.SmoothRadius(model.Theta) > 0
                ? KinkTest.Finding.Smooth
                : KinkTest.OfGradients(
                    objective, model.Theta, objective.LossOrNotFinite(model.Theta), SizeOfHessian(model, scales), scales, options);
        }

        var finding = At(model);
        return finding == KinkTest.Finding.Smooth && trail is not null && trail.End != model ? At(trail.End) : finding;

        KinkTest.Finding At(LocalModel at) =>
            KinkTest.Of(source, at.Theta, Math.ScaleB(model.System.Norm, model.System.Exponent), scales, options.Seed);
    }

    // ‖SHS‖₂, about: the Frobenius norm, or by the mean square of the scales, whichever is smaller.
    private static double SizeOfHessian(LocalModel model, double[] scales)
    {
        var n = scales.Length;
        var squares = 0.0;
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
            {
                var entry = scales[i] * scales[j] * model.Hessian[i + (j * n)];
                squares += entry * entry;
            }
        }

        return Math.Min(Math.Sqrt(squares), Math.ScaleB(model.System.Norm, model.System.Exponent) * ParameterScales.MeanSquare(scales));
    }

    // Curvature within an error that is stated, or that products show, may outweigh every higher order; and differences of such products are error.
    private static bool IsFlatBeyondErrors(LocalModel model, CriticalPointOptions options) =>
        !((model.IsOfProducts || options.HessianError > 0) && model.HessianError > model.Sources.Decomposition);

    // Where the caller says what counts as flat, or the gradient hides curvature, those thresholds count the signs that the trail has found to stay.
    private static CriticalPointKind KindThere(SecondOrder found, CriticalPointKind kind) =>
        Math.Max(found.PositiveThreshold, found.NegativeThreshold) > found.Tolerance
            && kind is not (CriticalPointKind.NotCritical or CriticalPointKind.Undecided)
            ? found.SignKind
            : kind;

    private static DegeneratePoint HigherOrders(
        IHigherDerivatives derivatives, LocalModel model, NewtonTrail trail, double[] scales, CriticalPointOptions options)
    {
        var end = trail.End;
        var system = end.System;
        var values = Array.ConvertAll(system.Values, value => Math.ScaleB(value, system.Exponent));
        var magnitudes = values.Select(Math.Abs).Order().ToArray();
        var tolerance = end.Sources.Total;
        var least = double.PositiveInfinity;
        if (trail.NullCount > 0)
            tolerance = Math.Max(tolerance, magnitudes[trail.NullCount - 1]);
        for (var i = 0; i < values.Length; i++)
        {
            if (Math.Abs(values[i]) > tolerance)
                continue;
            var u = system.Vector(i).ToArray();
            for (var k = 0; k < u.Length; k++)
                u[k] *= scales[k];
            least = Math.Min(least, ShortVectors.Norm(u));
        }

        var slope = 2 * Math.Max(NewtonTrail.Rounding(model), NewtonTrail.Rounding(end));

        // What decides must not hang on how far the end is from the critical point: along the null directions, nor along the others, where rounding
        // leaves a step.
        var higher = At(end.Theta);
        if (trail.Kind == CriticalPointKind.Degenerate && higher.Order > 0 && !trail.Limit.AsSpan().SequenceEqual(end.Theta))
            higher = higher.IfAlsoAt(At(trail.Limit));
        if (higher.Order == 0)
            return higher;
        var last = (double[])end.Theta.Clone();
        var kept = Math.Min(end.PlainFrame.Count, values.Length - trail.NullCount);
        ShortVectors.AddScaled(last, 1, end.PlainFrame.NewtonStep(end.Gradient, kept));
        return last.AsSpan().SequenceEqual(end.Theta) ? higher : higher.IfAlsoAt(At(last));

        DegeneratePoint At(double[] theta) =>
            DegeneratePoint.Of(derivatives, theta, values, system.Vectors, tolerance, options.Radius * least, slope);
    }

    private static (List<Claim> Claims, Definiteness Matrix, Definiteness Hessian) Prove(
        LocalModel model, SecondOrder found, CriticalPointOptions options)
    {
        if (found.Dimension == 0 || !options.Certify)
            return ([], Definiteness.Unproven, Definiteness.Unproven);
        var (claims, certificate) = DenseClaims.Of(model, found);
        return (claims, certificate.Matrix, certificate.Hessian);
    }

    // What a certificate has proven, the kind says: of the matrix as it is, or of every one within its error where there is one.
    private static (CriticalPointKind Kind, ClaimSubject? ProvenOf) ProvenKind(
        SecondOrder found, (List<Claim> Claims, Definiteness Matrix, Definiteness Hessian) proof)
    {
        if (found.RelativeDistance > found.Radius || Math.Max(found.PositiveThreshold, found.NegativeThreshold) > found.Tolerance)
            return (found.Kind, null);
        var isExact = found.ToleranceSources.HessianError + found.ToleranceSources.SingleRounding == 0;
        var provenOf = isExact ? ClaimSubject.Matrix : ClaimSubject.Hessian;
        return (isExact ? proof.Matrix : proof.Hessian) switch
        {
            Definiteness.Positive => (CriticalPointKind.LocalMinimum, provenOf),
            Definiteness.Negative => (CriticalPointKind.LocalMaximum, provenOf),
            Definiteness.Indefinite => (CriticalPointKind.Saddle, provenOf),
            _ => (found.Kind, null),
        };
    }
}
