using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// MINRES (Paige and Saunders, SIAM J. Numer. Anal. 12, 1975) for Ax = b, A symmetric, also indefinite: x minimizes ‖b − Ax‖₂ over the Krylov
/// space of A and b, one product an iteration, six vectors in memory. In the notation of Elman, Silvester and Wathen, Finite Elements and Fast
/// Iterative Solvers, algorithm 2.4.
/// </summary>
internal static class MinimumResidual
{
    /// <param name="X">x.</param>
    /// <param name="Residual">‖b − Ax‖₂, by the recurrence.</param>
    /// <param name="Iterations">The iterations, a product each.</param>
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

    /// <summary>Solves Ax = b from x = 0.</summary>
    /// <param name="a">A.</param>
    /// <param name="b">b.</param>
    /// <param name="tolerance">‖b − Ax‖₂ ≤ tolerance·‖b‖₂ is good enough.</param>
    /// <param name="maxIterations">The most iterations.</param>
    /// <param name="radius">It ends where ‖x‖₂ is more.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="work">Does the vector work; null for one of its own.</param>
    /// <param name="product">Ab, where it is known: the first iteration takes no product then.</param>
    public static Result Solve(
        SymmetricOperator a,
        ReadOnlySpan<double> b,
        double tolerance,
        int maxIterations,
        double radius,
        CancellationToken cancellation,
        VectorWork? work = null,
        double[]? product = null)
    {
        const double Epsilon = MachineEpsilon.Double;
        work ??= new();
        var n = b.Length;
        var x = new double[n];
        var v = b.ToArray();
        var (before, next, w1, w2) = (new double[n], new double[n], new double[n], new double[n]);
        var eta = work.StableNorm(v);
        var target = tolerance * eta;
        double gamma = 0, c = 1, c1 = 1, s = 0, s1 = 0, normOfA = 0;
        var iterations = 0;
        if (eta == 0)
            return new(x, 0, 0, 0, End.Solved);

        foreach (ref var entry in v.AsSpan())
            entry /= eta; // 1/‖b‖ overflows where ‖b‖ is subnormal.
        while (iterations < maxIterations)
        {
            cancellation.ThrowIfCancellationRequested();
            if (iterations++ == 0 && product is not null && double.IsFinite(1 / eta))
                work.Scale(1 / eta, product, next);
            else
                a.Multiply(v, next);
            var delta = work.Dot(next, v);
            var nextGamma = work.Recur(next, delta, v, gamma, before);
            normOfA = Math.Max(normOfA, Math.Sqrt(gamma * gamma + delta * delta + nextGamma * nextGamma)); // Av is of three orthogonal parts.

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
            work.Scale(-a3 / a1, w2, w2);
            work.Recur(w2, -1 / a1, v, a2 / a1, w1);
            (w2, w1) = (w1, w2);
            var length = work.Recur(x, -c * eta, w1, 0, w1);

            eta = -s * eta;
            if (length > radius)
                return new(x, Math.Abs(eta), iterations, normOfA, End.Outside);
            if (Math.Abs(eta) <= target)
                return new(x, Math.Abs(eta), iterations, normOfA, End.Solved);
            if (nextGamma <= 10 * Epsilon * normOfA)
                return new(x, Math.Abs(eta), iterations, normOfA, End.LeastSquares);
            gamma = nextGamma;
            work.Scale(1 / gamma, next, next);
            (before, v, next) = (v, next, before);
        }

        return new(x, Math.Abs(eta), iterations, normOfA, End.IterationLimit);
    }
}
