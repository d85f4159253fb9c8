using System.Globalization;

namespace Optimizers.Curvature;

public sealed partial record Sharpness
{
    /// <summary>λmax of a Hessian, what "sharpness" means in Cohen et al. 2021: the largest curvature of any direction.</summary>
    /// <remarks>
    /// By <see cref="ExtremeEigenvalues"/>: where the products are exact the bounds are probable, and the symmetry of the operator is tested first;
    /// where they are not, they are estimated, and widened by the error of a product. Of <c>hessian.Scale(theta)</c>, ΘHΘ with Θ = diag(θ), it is
    /// invariant to the scale of the parameters; of <c>hessian.Precondition(p)</c> it is what bounds the learning rate of Adam.
    /// </remarks>
    /// <param name="hessian">H, symmetric.</param>
    /// <param name="options">The fraction of the spectrum's width to which λmax is wanted, the most products, the seed.</param>
    /// <returns>
    /// λmax; NaN in a space of no dimension. Its cost is in the objective's evaluations for a <see cref="HessianOperator"/>, else in products.
    /// </returns>
    /// <exception cref="ArgumentNullException">The operator is null.</exception>
    /// <exception cref="ArgumentException">The operator's products are exact and not symmetric.</exception>
    /// <exception cref="InvalidOperationException">A product is not finite.</exception>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public static SharpnessValue FindLargestEigenvalue(SymmetricOperator hessian, SharpnessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        options ??= SharpnessOptions.Default;
        if (hessian.Dimension == 0)
            return NoDimension;
        var before = hessian.Cost;
        if (hessian.IsExact)
            SymmetryTest.ThrowIfNotSymmetric(hessian, pairs: 1, options.Seed, cancellation: options.CancellationToken);
        var ends = ExtremeEigenvalues.Locate(hessian, new()
        {
            Fraction = options.EigenvalueFraction,
            MaxProducts = options.EigenvalueProducts,
            Seed = options.Seed,
            CancellationToken = options.CancellationToken,
        });
        return new(
            ends.LargestRitzValue,
            ends.Largest.Lower,
            ends.Largest.Upper,
            ends.IsProbable ? Certainty.Probable : Certainty.Estimated,
            ends.IsProbable ? 1 - ends.FailureProbability : double.NaN,
            string.Create(CultureInfo.InvariantCulture, $"Lanczos, {ends.Steps} products{(ends.IsProbable ? "" : " by differences")}"),
            hessian.Cost - before);
    }

    /// <summary>tr H = Σλᵢ: twice the mean rise of a quadratic loss under independent noise of variance 1 in every parameter.</summary>
    /// <remarks>
    /// By <see cref="TraceEstimate.XTrace"/>, or <see cref="TraceEstimate.Hutchinson"/> where half as many vectors as products would take
    /// more than 1 GiB; where n products are allowed it is the sum of the diagonal. The bounds are two standard errors away, and what the
    /// error of a product adds.
    /// </remarks>
    /// <param name="hessian">H, symmetric.</param>
    /// <param name="options">How many products, and the seed.</param>
    /// <returns>tr H; NaN in a space of no dimension. Its cost is as for <see cref="FindLargestEigenvalue"/>.</returns>
    /// <exception cref="ArgumentNullException">The operator is null.</exception>
    /// <exception cref="InvalidOperationException">A product is not finite.</exception>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public static SharpnessValue EstimateTrace(SymmetricOperator hessian, SharpnessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        options ??= SharpnessOptions.Default;
        var n = hessian.Dimension;
        if (n == 0)
            return NoDimension;
        var before = hessian.Cost;
        var (products, stochastic) =
            (options.TraceProducts, new StochasticOptions { Seed = options.Seed, CancellationToken = options.CancellationToken });
        var isExtended = (long)n * products / 2 * sizeof(double) <= 1L << 30;
        var estimate = isExtended ? TraceEstimate.XTrace(hessian, products, stochastic) : TraceEstimate.Hutchinson(hessian, products, stochastic);
        var trace = estimate.Value;
        var error = (2 * estimate.StandardError) + (n * ((Epsilon * Math.Abs(trace)) + hessian.ProductError));
        return new(
            trace,
            trace - error,
            trace + error,
            Certainty.Estimated,
            double.NaN,
            estimate.StandardError == 0
                ? "the sum of the diagonal"
                : $"{(isExtended ? "XTrace" : "Hutchinson")}, {estimate.Products} products, ± two standard errors",
            hessian.Cost - before);
    }

    private static SharpnessValue NoDimension => new(
        double.NaN, double.NegativeInfinity, double.PositiveInfinity, Certainty.Estimated, double.NaN, "a space of no dimension", default);
}
