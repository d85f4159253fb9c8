using Optimizers.Arithmetic;
using Optimizers.Curvature.Functions;

namespace Optimizers.Curvature;

/// <summary>Classifies a point whose Hessian is at hand as a matrix, or is made into one.</summary>
internal static class DenseClassifier
{
    /// <summary>
    /// Up to this n the interval matrices of the claims about the loss, and the higher derivatives of a degenerate point, are small work.
    /// </summary>
    private const int LargestEnclosedDimension = 100;

    /// <summary>By a matrix and a gradient alone.</summary>
    /// <param name="hessian">H, n² entries, column by column.</param>
    /// <param name="gradient">g, n entries. It is overwritten.</param>
    /// <param name="options">The errors, the radius, and what else may be said.</param>
    /// <param name="epsilon">The spacing of the numbers next to 1 in the precision in which H and g were given.</param>
    public static CriticalPoint Classify(double[] hessian, double[] gradient, CriticalPointOptions options, double epsilon)
    {
        var (found, claims) = Decompose(hessian, gradient, options, epsilon, isBound: true);
        return new(found, claims);
    }

    /// <summary>At a point of an objective.</summary>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ.</param>
    /// <param name="options">The errors, the radius, and what else may be said.</param>
    public static CriticalPoint Classify(Objective objective, double[] theta, CriticalPointOptions options)
    {
        var gradient = new double[theta.Length];
        var gradientError = objective.Gradient(theta, gradient);
        var hessian = objective.Hessian(theta, out var hessianError, out var kink);
        var errors = options with { GradientError = options.GradientError + gradientError, HessianError = options.HessianError + hessianError };
        var epsilon = objective.Options.SinglePrecision ? MachineEpsilon.Single : MachineEpsilon.Double;
        var (found, claims) = Decompose(hessian.ToColumnMajorArray(), gradient, errors, epsilon, isBound: hessianError == 0);
        var isSmall = theta.Length is > 0 and <= LargestEnclosedDimension;
        if (isSmall && options.Certify && objective.Enclosures is { } enclosures
            && LossClaims.OfEnclosures(enclosures, theta, found.Kind, found.Radius) is { } proof)
            claims.Add(proof);

        DegeneratePoint? higher = null;
        if (isSmall && found.Kind == CriticalPointKind.Degenerate && found.PositiveThreshold == found.Tolerance)
        {
            var derivatives = objective.HigherDerivatives;
            higher = DegeneratePoint.Of(derivatives, theta, found.Eigenvalues, found.Vectors, found.Tolerance, found.Radius);
            claims.Add(LossClaims.OfHigherOrders(higher));
            kink = Math.Min(kink, derivatives.KinkDistance);
        }

        claims.AddRange(LossClaims.OfBatches(objective, theta, found));
        return new(found, claims)
        {
            Kind = higher?.Kind ?? found.Kind,
            WayDown = higher?.WayDown,
            FlatDirections = options.Symmetries.Count > 0 ? FlatDirectionTest.InEigenvectors(theta, found, options.Symmetries) : null,
            KinkDistance = kink,
        };
    }

    // The errors in the options are bounds, or one of them is an estimate.
    private static (SecondOrder Found, List<Claim> Claims) Decompose(
        double[] hessian, double[] gradient, CriticalPointOptions options, double epsilon, bool isBound)
    {
        var n = gradient.Length;
        Arguments.ThrowIfNotFinite(hessian, nameof(hessian), "Hessian", k => $"h[{k % n},{k / n}]");
        Arguments.ThrowIfNotFinite(gradient, nameof(gradient), "gradient", "g");
        var system = HessianEigenSystem.Of([.. hessian], n, epsilon, options.HessianError, options.CancellationToken);
        var found = DenseSecondOrder.Of(system, gradient, options, epsilon);
        return (found, n > 0 && options.Certify ? [.. DenseClaims.Of(hessian, found, isBound, options.CancellationToken)] : []);
    }
}
