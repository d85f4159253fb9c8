using Optimizers.Kernels;

namespace Optimizers.Curvature;

/// <summary>
/// MINRES (Paige and Saunders, SIAM J. Numer. Anal. 12, 1975) for Ax = b, A symmetric, also indefinite: x minimizes ‖b − Ax‖₂ over the Krylov space of
/// A and b, one product an iteration, eight vectors in memory. In the notation of Elman, Silvester and Wathen, Finite Elements and Fast Iterative
/// Solvers, algorithm 2.4.
/// </summary>
internal static class MinimumResidual
{
    /// <param name="X">x.</param>
    /// <param name="Residual">‖b − Ax‖₂, by the recurrence.</param>
    /// <param name="Iterations">The products taken.</param>
    /// <param name="NormOfA">The largest ‖Av‖₂ of the unit vectors v of the recurrence: at most ‖A‖₂.</param>
    /// <param name="End">Why it ended.</param>
    internal readonly record struct Result(double[] X, double Residual, int Iterations, double NormOfA, End End);

    internal enum End
    {
        /// <summary>‖b − Ax‖₂ ≤ tolerance·‖b‖₂.</summary>
        Solved,

        /// <summary>‖A(b − Ax)‖₂ is down to rounding: x is a least-squares solution of a singular system.</summary>
        LeastSquares,

        /// <summary>‖x‖₂ exceeds the radius.</summary>
        Outside,

        /// <summary>The most iterations are done.</summary>
        IterationLimit,
    }

    public static Result Solve(
        SymmetricOperator a, ReadOnlySpan<double> b, double tolerance, int maxIterations, double radius, CancellationToken cancellation)
    {
        const double Epsilon = LossResolution.DoubleEpsilon;
        var n = b.Length;
        var x = new double[n];
        var v = b.ToArray();
        var (before, next, w, w1, w2) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
        var gamma = Reduction.Norm(v);
        var (eta, target) = (gamma, tolerance * gamma);
        double c = 1, c1 = 1, s = 0, s1 = 0, normOfA = 0;
        var iterations = 0;
        if (gamma == 0)
            return new(x, 0, 0, 0, End.Solved);

        for (var k = 0; k < n; k++)
            v[k] /= gamma;
        while (iterations < maxIterations)
        {
            cancellation.ThrowIfCancellationRequested();
            a.Multiply(v, next);
            iterations++;
            normOfA = Math.Max(normOfA, Reduction.Norm(next));
            var delta = SymmetricEigenSystem.Dot(next, v);
            for (var k = 0; k < n; k++)
                next[k] -= delta * v[k] + gamma * before[k];
            var nextGamma = Reduction.Norm(next);

            var a0 = c * delta - c1 * s * gamma;
            var a1 = Math.Sqrt(a0 * a0 + nextGamma * nextGamma);
            var a2 = s * delta + c1 * c * gamma;
            var a3 = s1 * gamma;

            // ‖Ar‖ of the x so far.
            var normOfAr = Math.Abs(eta) * Math.Sqrt(a0 * a0 + c * nextGamma * (c * nextGamma));
            if (normOfAr <= 10 * Epsilon * normOfA * Math.Abs(eta) || a1 == 0)
                return new(x, Math.Abs(eta), iterations, normOfA, End.LeastSquares);

            (c1, s1) = (c, s);
            c = a0 / a1;
            s = nextGamma / a1;
            (w2, w1, w) = (w1, w, w2);
            var squares = 0.0;
            for (var k = 0; k < n; k++)
            {
                w[k] = (v[k] - a3 * w2[k] - a2 * w1[k]) / a1;
                x[k] += c * eta * w[k];
                squares += x[k] * x[k];
            }

            eta = -s * eta;
            if (Math.Sqrt(squares) > radius)
                return new(x, Math.Abs(eta), iterations, normOfA, End.Outside);
            if (Math.Abs(eta) <= target)
                return new(x, Math.Abs(eta), iterations, normOfA, End.Solved);
            if (nextGamma <= 10 * Epsilon * normOfA)
                return new(x, Math.Abs(eta), iterations, normOfA, End.LeastSquares);
            gamma = nextGamma;
            for (var k = 0; k < n; k++)
                next[k] /= gamma;
            (before, v, next) = (v, next, before);
        }

        return new(x, Math.Abs(eta), iterations, normOfA, End.IterationLimit);
    }
}
