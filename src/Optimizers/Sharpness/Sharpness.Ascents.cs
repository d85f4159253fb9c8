using System.Globalization;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

public sealed partial record Sharpness
{
    /// <summary>
    /// The SAM ascent L(θ + ε̂) − L(θ), ε̂ = ρ·g/‖g‖₂ with g = ∇L(θ) (Foret et al., "Sharpness-aware minimization", ICLR 2021, eq. 2): the rise of
    /// the loss over the first-order solution of max L(θ + ε) − L(θ) in the ball ‖ε‖₂ ≤ ρ.
    /// </summary>
    /// <remarks>
    /// A lower bound of the maximum in the ball, since θ + ε̂ lies in it. On a quadratic it is ρ‖g‖ + ½ρ²·gᵀHg/gᵀg. At a minimum, where g is 0, it
    /// has no direction: the value is 0 and says nothing; ½ρ²λmax is the maximum to second order then.
    /// </remarks>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ, n entries, finite.</param>
    /// <param name="radius">ρ, finite, &gt; 0, in the units of θ. Default 0.05, the paper's.</param>
    /// <returns>The rise, in the units of the loss. 2 losses and 1 gradient.</returns>
    /// <exception cref="ArgumentNullException">The objective is null.</exception>
    /// <exception cref="ArgumentException">An entry of θ is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The radius is not greater than 0 and finite.</exception>
    /// <exception cref="InvalidOperationException">The loss or its gradient is not finite.</exception>
    public static SharpnessValue Ascend(Objective objective, ReadOnlySpan<double> theta, double radius = 0.05)
    {
        ThrowIfNotPositive(radius);
        return Start.At(objective, theta, withGradient: true).ChargeAll(start => Climb(start, radius, null));
    }

    /// <summary>
    /// The adaptive ascent L(θ + ε̂) − L(θ), ε̂ = ρ·T²g/‖Tg‖₂ with T = diag(|θᵢ| + η) (Kwon et al., "ASAM", ICML 2021, section 4, with p = 2): the
    /// rise of the loss over the first-order solution of max L(θ + ε) − L(θ) where ‖T⁻¹ε‖₂ ≤ ρ.
    /// </summary>
    /// <remarks>
    /// With η = 0 it does not change when parameters are scaled so that the loss stays the same (their section 3). A lower bound of that
    /// maximum; on a quadratic ρ‖Tg‖ + ½·ε̂ᵀHε̂. The paper leaves biases unscaled; here every parameter is scaled.
    /// </remarks>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ, n entries, finite.</param>
    /// <param name="radius">ρ, finite, &gt; 0, a part of θ. Default 0.5, the paper's.</param>
    /// <param name="offset">η, finite, ≥ 0. Default 0; the paper trains with 0.01.</param>
    /// <returns>The rise, in the units of the loss. 2 losses and 1 gradient.</returns>
    /// <exception cref="ArgumentNullException">The objective is null.</exception>
    /// <exception cref="ArgumentException">An entry of θ is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The radius is not greater than 0 and finite, or the offset negative or not finite.</exception>
    /// <exception cref="InvalidOperationException">The loss or its gradient is not finite.</exception>
    public static SharpnessValue AscendAdaptively(Objective objective, ReadOnlySpan<double> theta, double radius = 0.5, double offset = 0)
    {
        ThrowIfNotPositive(radius);
        if (!(double.IsFinite(offset) && offset >= 0))
            throw new ArgumentOutOfRangeException(nameof(offset), offset, "The offset must be finite and not negative.");
        return Start.At(objective, theta, withGradient: true).ChargeAll(start => Climb(start, radius, offset));
    }

    /// <summary>
    /// Keskar's ε-sharpness, φ = 100·(max L(θ + Az) − L(θ))/(1 + L(θ)) over the box |zⱼ| ≤ ε(|(A⁺θ)ⱼ| + 1) (Keskar et al., "On large-batch training
    /// for deep learning: generalization gap and sharp minima", ICLR 2017, metric 2.1, eq. 3 and 4), with A = I, or random orthonormal columns
    /// (<see cref="SharpnessOptions.BoxSubspace"/>).
    /// </summary>
    /// <remarks>
    /// The maximum is searched for by conditional gradient ascent from θ and from random corners of the box, where the paper takes 10 iterations of
    /// L-BFGS-B: the value is a lower bound, every point of the search being in the box. On a convex loss each ascent ends at a corner. Where
    /// L(θ) ≤ −1 the measure has no meaning and the value is NaN.
    /// </remarks>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ, n entries, finite.</param>
    /// <param name="options">The box, the steps, the starts, the seed.</param>
    /// <returns>φ, in percent.</returns>
    /// <exception cref="ArgumentNullException">The objective is null.</exception>
    /// <exception cref="ArgumentException">An entry of θ is not finite.</exception>
    /// <exception cref="InvalidOperationException">The loss or its gradient is not finite, at θ or in the box.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public static SharpnessValue MaximizeOverBox(Objective objective, ReadOnlySpan<double> theta, SharpnessOptions? options = null) =>
        Start.At(objective, theta, withGradient: false).ChargeAll(start => SearchBox(start, options ?? SharpnessOptions.Default));

    private static SharpnessValue Climb(Start start, double radius, double? offset)
    {
        var before = start.Objective.Evaluations;
        var scaled = new double[start.Theta.Length]; // Tg, and then ε̂ and θ + ε̂.
        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = Scale(i) * start.Gradient[i];
        var length = Reduction.Norm(scaled);
        if (length == 0)
        {
            return new(
                0, 0, double.PositiveInfinity, Certainty.Estimated, double.NaN,
                $"the {Along()} is 0, so that the ascent has no direction", start.Objective.Evaluations - before);
        }

        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = start.Theta[i] + (radius * Scale(i) * (scaled[i] / length));
        var loss = start.Objective.Loss(scaled);
        var rise = loss - start.Loss;
        return new(
            rise,
            Math.Max(0, rise - Rounding(start.Objective, Math.Max(Math.Abs(loss), Math.Abs(start.Loss)))),
            double.PositiveInfinity,
            Certainty.Estimated,
            double.NaN,
            $"one step along the {Along()}: the largest rise is at least that",
            start.Objective.Evaluations - before);

        string Along() => offset is null ? "gradient" : "scaled gradient";

        double Scale(int i) => offset is { } eta ? Math.Abs(start.Theta[i]) + eta : 1;
    }

    private static SharpnessValue SearchBox(Start start, SharpnessOptions options)
    {
        if (!(1 + start.Loss > 0))
        {
            return new(
                double.NaN, double.NegativeInfinity, double.PositiveInfinity, Certainty.Estimated, double.NaN,
                string.Create(CultureInfo.InvariantCulture, $"1 + L(θ) = {1 + start.Loss:G4} is not positive: the measure has no meaning"), default);
        }

        var before = start.Objective.Evaluations;
        var basis = options.BoxSubspace is { } p && p < start.Theta.Length ? OrthonormalBasis.Random(start.Theta.Length, p, options.Seed) : null;
        var ascent = new BoxAscent(start.Objective, start.Theta, options.BoxSize, basis, options.CancellationToken);
        var highest = ascent.Climb(new double[ascent.Dimension], start.Loss, options.BoxIterations);
        for (var k = 1; k < options.BoxStarts; k++)
        {
            var corner = Array.ConvertAll(RandomDirection.Next(ascent.Dimension, unchecked(options.Seed + k)), entry => (double)Math.Sign(entry));
            highest = Math.Max(highest, ascent.Climb(corner, ascent.Loss(corner), options.BoxIterations));
        }

        var percent = 100 / (1 + start.Loss);
        var rise = highest - start.Loss;
        return new(
            percent * rise,
            percent * Math.Max(0, rise - Rounding(start.Objective, Math.Max(Math.Abs(highest), Math.Abs(start.Loss)))),
            double.PositiveInfinity,
            Certainty.Estimated,
            double.NaN,
            $"the highest of {options.BoxStarts} {(options.BoxStarts == 1 ? "ascent" : "ascents")}: the maximum is at least that",
            start.Objective.Evaluations - before);
    }

    private static void ThrowIfNotPositive(double radius)
    {
        if (!(double.IsFinite(radius) && radius > 0))
            throw new ArgumentOutOfRangeException(nameof(radius), radius, "The radius must be finite and greater than zero.");
    }

    /// <summary>θ with its loss, and its gradient where a measure begins with it.</summary>
    private sealed record Start(Objective Objective, double[] Theta, double Loss, double[] Gradient, EvaluationCounts Before)
    {
        public double GradientNorm => Reduction.Norm(Gradient);

        public static Start At(Objective objective, ReadOnlySpan<double> theta, bool withGradient)
        {
            ArgumentNullException.ThrowIfNull(objective);
            var before = objective.Evaluations;
            var copy = HessianOperator.CopyOf(theta);
            var loss = objective.Loss(copy);
            var gradient = new double[withGradient ? copy.Length : 0];
            if (withGradient)
                objective.Gradient(copy, gradient);
            return new(objective, copy, loss, gradient, before);
        }

        /// <summary>A measure with the price of θ's own loss and gradient in it.</summary>
        public SharpnessValue ChargeAll(Func<Start, SharpnessValue> measure)
        {
            var value = measure(this);
            return value.WithCost(Objective.Evaluations - Before);
        }
    }
}
