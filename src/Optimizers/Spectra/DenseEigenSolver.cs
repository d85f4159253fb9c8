using MathNet.Numerics.LinearAlgebra;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// Eigenpairs by the whole matrix, which n products make. O(n³), 8n vectors of memory; every multiplicity is seen. The other solvers' measure at
/// small n.
/// </summary>
public sealed class DenseEigenSolver : EigenSolver
{
    private const int MaxDimension = 46_340;

    /// <summary>The solver.</summary>
    /// <param name="options">How it is run; null for the defaults. Tolerance, seed and threads have no effect on what is computed.</param>
    public DenseEigenSolver(EigenSolverOptions? options = null)
        : base(options)
    {
    }

    private protected override EigenPairs Solve(SymmetricOperator @operator, WantedPairs wanted)
    {
        var n = wanted.Dimension;
        if (n > MaxDimension)
            throw new ArgumentException(
                $"The dense solver takes at most n = {MaxDimension}; the operator has {n}. Lanczos takes any.", nameof(@operator));
        RequireProducts(n, wanted);
        RequireMemory(8L * n, wanted, "the dense solver", "Lanczos without reorthogonalization needs 3 for values alone.");
        var work = new VectorWork(Options.MaxThreads);
        var products = new ScaledProducts(@operator, work, Options.MaxProducts, Options.CancellationToken);
        var matrix = new double[n * n];
        var unit = new double[n];
        for (var j = 0; j < n; j++)
        {
            unit[j] = 1;
            products.Multiply(unit, matrix.AsSpan(j * n, n));
            unit[j] = 0;
        }

        var a = Matrix<double>.Build.Dense(n, n, matrix);
        a = (a + a.Transpose()) / 2;
        var system = SymmetricEigenSystem.Of(matrix, n, Options.CancellationToken);
        var values = Array.ConvertAll(system.Values, value => Math.ScaleB(value, system.Exponent));
        var pairs = wanted.Among(n).Select(i =>
        {
            var x = Vector<double>.Build.Dense(system.Vector(i).ToArray());
            var residual = ((a * x) - (values[i] * x)).L2Norm() / x.L2Norm();
            return new EigenPair(
                products.Unscale(values[i]), products.Unscale(residual), products.Error, true, Options.WithVectors ? x.Normalize(2) : null);
        }).ToArray();
        return new(pairs)
        {
            HasConverged = true,
            AreMultiplicitiesKnown = true,
            Products = products.Count,
            Steps = n,
            IsReorthogonalized = true,
            Seed = Options.Seed,
            MemoryVectors = (int)Math.Min(int.MaxValue, 8L * n),
        };
    }
}
