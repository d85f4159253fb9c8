using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>
/// A linear classifier of two sets of examples: P(second | x) = σ(wᵀz), z the features in standard deviations and a 1. It minimizes the mean
/// cross-entropy and ½ρ‖w‖² by Newton's method (iteratively reweighted least squares), halved steps where a whole one climbs.
/// </summary>
internal sealed class LogisticRegression
{
    private const double Ridge = 0.01;
    private const int Iterations = 20;

    private readonly FeatureMoments _moments;
    private readonly double[] _weights;

    private LogisticRegression(FeatureMoments moments, double[] weights)
    {
        _moments = moments;
        _weights = weights;
    }

    /// <summary>The classifier of two sets.</summary>
    /// <param name="first">The examples that are to score below 0; at least one.</param>
    /// <param name="second">Those that are to score above 0; at least one.</param>
    public static LogisticRegression Fit(double[][] first, double[][] second)
    {
        double[][] both = [.. first, .. second];
        var moments = FeatureMoments.Of(both, first[0].Length);
        var z = Array.ConvertAll(both, x => Normalized(x, moments));
        double[] targets = [.. first.Select(_ => 0.0), .. second.Select(_ => 1.0)];
        var weights = new double[z[0].Length];
        var loss = Loss(z, targets, weights);
        for (var i = 0; i < Iterations; i++)
        {
            var step = NewtonStep(z, targets, weights);
            var length = 1.0;
            var next = Moved(weights, step, length);
            while (Loss(z, targets, next) > loss && length > 1e-6)
                next = Moved(weights, step, length /= 2);
            var fall = loss - Loss(z, targets, next);
            if (!(fall > 0))
                break;
            (weights, loss) = (next, loss - fall);
            if (fall < 1e-9)
                break;
        }

        return new(moments, weights);
    }

    /// <summary>wᵀz: above 0 where the second set is likelier.</summary>
    public double Score(double[] x) => Spans.Dot(_weights, Normalized(x, _moments));

    private static double[] Normalized(double[] x, FeatureMoments moments)
    {
        var z = new double[x.Length + 1];
        for (var j = 0; j < x.Length; j++)
            z[j] = moments.IsConstant(j) ? 0 : (x[j] - moments.Means[j]) / moments.Deviations[j];
        z[^1] = 1;
        return z;
    }

    private static double Loss(double[][] z, double[] targets, double[] weights)
    {
        var sum = 0.0;
        for (var i = 0; i < z.Length; i++)
        {
            var score = Spans.Dot(weights, z[i]);
            sum += Math.Max(score, 0) - (targets[i] * score) + Math.Log(1 + Math.Exp(-Math.Abs(score)));
        }

        return (sum / z.Length) + (0.5 * Ridge * Spans.Dot(weights, weights));
    }

    /// <summary>−(ZSZᵀ/n + ρI)⁻¹(Z(p − y)/n + ρw), S the diagonal of p(1 − p).</summary>
    private static double[] NewtonStep(double[][] z, double[] targets, double[] weights)
    {
        var gradient = Array.ConvertAll(weights, weight => -Ridge * weight);
        var scaled = new double[z.Length][];
        for (var i = 0; i < z.Length; i++)
        {
            var p = 1 / (1 + Math.Exp(-Spans.Dot(weights, z[i])));
            Spans.AddScaled(gradient, (targets[i] - p) / z.Length, z[i]);
            var root = Math.Sqrt(p * (1 - p) / z.Length);
            scaled[i] = Array.ConvertAll(z[i], entry => root * entry);
        }

        var zs = Matrix<double>.Build.DenseOfColumnArrays(scaled);
        var hessian = zs.TransposeAndMultiply(zs) + (Ridge * Matrix<double>.Build.DenseIdentity(weights.Length));
        return hessian.Cholesky().Solve(Vector<double>.Build.Dense(gradient)).ToArray();
    }

    private static double[] Moved(double[] weights, double[] step, double length)
    {
        var next = (double[])weights.Clone();
        Spans.AddScaled(next, length, step);
        return next;
    }
}
