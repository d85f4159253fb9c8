using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>Whether θ is on a kink: derivatives along a random ray and along the opposite one that differ.</summary>
/// <remarks>
/// A tie of two branches is a kink only if their derivatives differ: log-sum-exp less its maximum, softplus by branches, and max(x, 0)² tie at 0 and
/// have none of the first order. Two opposite rays at random run into pieces on both sides of every kink through θ.
/// </remarks>
internal static class KinkTest
{
    private const int Rays = 3;
    private const int GradientRays = 2;

    // Of the larger of the two, and of what the curvature makes of the scale of the parameters.
    private const double Relative = 1e-10;

    /// <summary>What asking the gradient takes.</summary>
    public static EvaluationCounts Price { get; } = new(1, 6 * GradientRays, 0, 0);

    /// <summary>What was found.</summary>
    public enum Finding
    {
        /// <summary>No jump.</summary>
        Smooth,

        /// <summary>The gradient is continuous; the Hessian jumps.</summary>
        SecondOrder,

        /// <summary>The gradient jumps.</summary>
        FirstOrder,
    }

    /// <summary>Asks an objective that knows where it branches.</summary>
    /// <param name="source">The derivatives along rays.</param>
    /// <param name="theta">θ.</param>
    /// <param name="sizeOfHessian">‖H‖₂ at θ.</param>
    /// <param name="scales">sᵢ.</param>
    /// <param name="seed">Chooses the rays.</param>
    public static Finding Of(IOneSidedDerivatives source, double[] theta, double sizeOfHessian, double[] scales, int seed)
    {
        var n = theta.Length;
        var (ahead, behind) = (new double[n], new double[n]);
        var finding = Finding.Smooth;
        for (var k = 0; k < Rays && n > 0; k++)
        {
            var ray = RandomDirection.Next(n, seed + k);
            for (var i = 0; i < n; i++)
                ray[i] *= scales[i];
            var back = Array.ConvertAll(ray, entry => -entry);
            source.GradientAlong(theta, ray, ahead);
            source.GradientAlong(theta, back, behind);
            if (Differ(ahead, behind, sizeOfHessian * ShortVectors.Norm(scales)))
                return Finding.FirstOrder;
            source.ProductAlong(theta, ray, ray, ahead);
            source.ProductAlong(theta, back, ray, behind);
            if (Differ(ahead, behind, sizeOfHessian * ShortVectors.Norm(ray)))
                finding = Finding.SecondOrder;
        }

        return finding;
    }

    /// <summary>
    /// Asks the gradient: along a random direction its difference ahead and behind shrinks with the step where the loss is smooth, and stays where θ
    /// is on a kink. 12 gradients, in units of the scales.
    /// </summary>
    /// <param name="objective">L, with a gradient of the caller's.</param>
    /// <param name="theta">θ.</param>
    /// <param name="loss">|L(θ)|, about.</param>
    /// <param name="sizeOfHessian">‖SHS‖₂ at θ, about, S the diagonal of the scales.</param>
    /// <param name="scales">sᵢ.</param>
    /// <param name="options">The seed, and cancellation.</param>
    public static Finding OfGradients(
        Objective objective, double[] theta, double loss, double sizeOfHessian, double[] scales, CriticalPointOptions options)
    {
        var n = theta.Length;
        var isSingle = objective.Options.SinglePrecision;
        var (longest, resolved) = isSingle ? (1e-2, 1e-3) : (1e-5, 1e-9);
        double[] point = new double[n], ahead = new double[n], behind = new double[n];
        for (var k = 0; k < GradientRays && n > 0; k++)
        {
            var ray = RandomDirection.Next(n, unchecked(options.Seed + 201 + k));
            double first = 0, last = 0, norm = 0;
            for (var (t, round) = (longest, 0); round < 3; round++, t /= 100)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                At(t, ahead);
                At(-t, behind);
                norm = ShortVectors.Norm(ahead) + ShortVectors.Norm(behind);
                ShortVectors.AddScaled(ahead, -1, behind);
                last = ShortVectors.Norm(ahead);
                if (!double.IsFinite(last))
                    return Finding.Smooth;
                first = round == 0 ? last : first;
            }

            if (last >= 0.3 * first && last > resolved * (Math.Abs(loss) + norm + sizeOfHessian))
                return Finding.FirstOrder;

            void At(double t, double[] gradient)
            {
                for (var i = 0; i < n; i++)
                    point[i] = theta[i] + (t * ray[i] * scales[i]);
                objective.OwnGradient(point, gradient);
                for (var i = 0; i < n; i++)
                    gradient[i] *= scales[i];
            }
        }

        return Finding.Smooth;
    }

    private static bool Differ(double[] a, double[] b, double size)
    {
        var difference = (double[])a.Clone();
        ShortVectors.AddScaled(difference, -1, b);
        return ShortVectors.Norm(difference) > Relative * (ShortVectors.Norm(a) + ShortVectors.Norm(b) + size);
    }
}
