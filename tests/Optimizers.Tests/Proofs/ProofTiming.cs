using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.Proofs;

/// <summary>
/// What a proof costs beside MathNet's factorizations of the same matrix, in processor time of one thread (what else the machine does
/// hardly matters); the best of some runs, of one where it is long.
/// </summary>
internal static class ProofTiming
{
    public static IEnumerable<(string What, double Seconds)> Measure(int n)
    {
        Control.UseSingleThread();
        var source = new MatrixSource(1);
        var a = MatrixSource.PlusDiagonal(MatrixSource.Symmetric(n, source.Normal), n, _ => 3 * Math.Sqrt(n));
        var indefinite = MatrixSource.PlusDiagonal(a, n, _ => -3 * Math.Sqrt(n));
        var v = MatrixSource.Vector(n, source.Normal);
        var matrix = Matrix<double>.Build.Dense(n, n, a);

        yield return ("definiteness proven (Cholesky with Rump's bound)", Best(5, () => Require(CholeskyProof.Try(a, n, 0).IsProven)));
        yield return ("MathNet's Cholesky", Best(3, () => matrix.Cholesky()));
        yield return ("a curvature enclosed (Rayleigh quotient)", Best(5, () => Require(RayleighQuotient.Enclose(indefinite, n, v).Low > -1e9)));
        yield return ("inertia at one shift proven (LDLᵀ and its residual)", Best(3, () => Require(InertiaProof.Of(indefinite, n, 0).Radius < 1e-3)));
        yield return ("MathNet's eigen-decomposition", Best(1, () => matrix.Evd(Symmetricity.Symmetric)));
    }

    private static double Best(int runs, Action action)
    {
        var best = double.PositiveInfinity;
        for (var run = 0; run < runs; run++)
        {
            var before = Environment.CpuUsage.TotalTime;
            action();
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        return best;
    }

    private static void Require(bool condition)
    {
        if (!condition)
            throw new InvalidOperationException("A proof that is timed did not succeed.");
    }
}
