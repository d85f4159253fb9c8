using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>The loss along a line.</summary>
internal static class LineScanProbe
{
    /// <summary>
    /// The values of t along the last update: the update as it was, shorter ones that show whether it went too far, and longer ones that show whether
    /// it could have gone farther.
    /// </summary>
    public static readonly double[] UpdateSteps = [0, 1.0 / 16, 1.0 / 8, 1.0 / 4, 1.0 / 2, 3.0 / 4, 1, 3.0 / 2, 2, 4, 8, 16, 32];

    /// <summary>The values of t along the last update once more.</summary>
    public static readonly double[] VelocitySteps = [0, 1.0 / 8, 1.0 / 4, 1.0 / 2, 1, 2, 4];

    /// <summary>The values of t along −g: 2⁻⁶ to 2¹² by factors of 2.</summary>
    public static readonly double[] GradientSteps = [0, .. Enumerable.Range(-6, 19).Select(exponent => Math.ScaleB(1, exponent))];

    /// <summary>From there to 2²⁴, where the loss still falls at 2¹², as it does where a schedule has made the last step tiny.</summary>
    public static readonly double[] FarGradientSteps = [.. Enumerable.Range(13, 12).Select(exponent => Math.ScaleB(1, exponent))];

    /// <summary>The losses at θ + t·d. One that is not finite is ∞.</summary>
    /// <param name="objective">L.</param>
    /// <param name="direction">What d is, in words.</param>
    /// <param name="from">θ, n entries.</param>
    /// <param name="along">d, n entries.</param>
    /// <param name="steps">t, rising.</param>
    /// <param name="cancellation">Cancels before the next loss.</param>
    /// <returns>The scan; null where d is 0 or not finite: there is no line.</returns>
    /// <exception cref="InvalidOperationException">The loss at t = 0 is not finite.</exception>
    public static LineScan? Run(Objective objective, string direction, double[] from, double[] along, double[] steps, CancellationToken cancellation)
    {
        var length = Spans.Norm(along);
        if (!(length > 0 && double.IsFinite(length)))
            return null;
        var points = new (double T, double Loss)[steps.Length];
        var theta = new double[from.Length];
        for (var k = 0; k < steps.Length; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            var t = steps[k];
            for (var i = 0; i < theta.Length; i++)
                theta[i] = from[i] + (t * along[i]);
            var loss = t == 0 ? objective.Loss(theta) : objective.LossOrNotFinite(theta);
            points[k] = (t, double.IsFinite(loss) ? loss : double.PositiveInfinity);
        }

        return new(direction, length, points);
    }

    /// <summary>The losses along −∇L(θ).</summary>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ, n entries.</param>
    /// <param name="length">How far t = 1 goes; where it is not greater than 0 and finite, 10⁻³·(1 + ‖θ‖).</param>
    /// <param name="cancellation">Cancels before the next loss.</param>
    /// <returns>The scan; null where the gradient is 0.</returns>
    /// <exception cref="InvalidOperationException">Loss or gradient is not finite at θ.</exception>
    public static LineScan? AlongGradient(Objective objective, double[] theta, double length, CancellationToken cancellation)
    {
        if (!(length > 0 && double.IsFinite(length)))
            length = 1e-3 * (1 + Spans.Norm(theta));
        var direction = new double[theta.Length];
        objective.Gradient(theta, direction);
        var norm = Spans.Norm(direction);
        if (norm == 0)
            return null;
        for (var i = 0; i < direction.Length; i++)
            direction[i] *= -length / norm;
        var scan = Run(objective, "−g", theta, direction, GradientSteps, cancellation);
        return scan is null || scan.Best.T < GradientSteps[^1] ? scan
            : scan with { Points = [.. scan.Points, .. Run(objective, "−g", theta, direction, FarGradientSteps, cancellation)!.Points] };
    }
}
