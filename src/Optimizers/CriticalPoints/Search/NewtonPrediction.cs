using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// Where Newton's step −H⁻¹g and the saddle-free one −|H|⁻¹g lead from a point that is not critical: by the second-order expansion, how far
/// away the critical point is, and what either step does to the loss.
/// </summary>
/// <remarks>
/// Newton's step goes to the critical point of whatever kind; its length is the predicted distance. The saddle-free step has the same coordinates in
/// the eigenvectors but for the signs at negative eigenvalues, where it goes away from the critical point, and so, where both are exact, the same
/// length. A prediction is as good as the expansion is over that length.
/// </remarks>
public sealed class NewtonPrediction
{
    private NewtonPrediction()
    {
    }

    /// <summary>−H⁻¹g, n entries; the least-squares step, of the shortest, where H is singular and was decomposed.</summary>
    public required Vector<double> Newton { get; init; }

    /// <summary>−|H|⁻¹g, n entries.</summary>
    public required Vector<double> SaddleFree { get; init; }

    /// <summary>‖H⁻¹g‖₂, the predicted distance to the critical point; ∞ if the expansion has none, by <see cref="RelativeResidual"/>.</summary>
    public double Distance => RelativeResidual <= 0.5 ? Newton.L2Norm() : double.PositiveInfinity;

    /// <summary>The length of the saddle-free step.</summary>
    public double SaddleFreeDistance => SaddleFree.L2Norm();

    /// <summary>
    /// ‖g + Hp‖₂/‖g‖₂ of Newton's step p: about 0 where the system was solved, and 1 where g lies in the null space of H. Above
    /// 0.5 there is no distance.
    /// </summary>
    public required double RelativeResidual { get; init; }

    /// <summary>gᵀp + ½pᵀHp of Newton's step: the change of the loss by its expansion, of either sign.</summary>
    public required double PredictedChange { get; init; }

    /// <summary>gᵀp + ½pᵀHp of the saddle-free step: the change of the loss by its expansion, never above zero.</summary>
    public required double SaddleFreePredictedChange { get; init; }

    /// <summary>True if H was decomposed; false if both steps are from Krylov spaces.</summary>
    public required bool IsDense { get; init; }

    /// <summary>‖g‖₂.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>By the eigen-decomposition of a Hessian.</summary>
    /// <param name="hessian">H, n × n and symmetric but for rounding. It is not changed.</param>
    /// <param name="gradient">g, n entries. It is not changed.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The shapes differ, an entry is not finite, or H is not symmetric.</exception>
    public static NewtonPrediction Of(Matrix<double> hessian, Vector<double> gradient)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentNullException.ThrowIfNull(gradient);
        var n = gradient.Count;
        if (hessian.RowCount != n || hessian.ColumnCount != n)
        {
            throw new ArgumentException(
                $"The Hessian is {hessian.RowCount}×{hessian.ColumnCount}; the gradient of {n} entries needs {n}×{n}.", nameof(hessian));
        }

        var g = gradient.ToArray();
        Arguments.ThrowIfNotFinite(g, nameof(gradient), "gradient", "g");
        var h = hessian.ToColumnMajorArray();
        Arguments.ThrowIfNotFinite(h, nameof(hessian), "Hessian", "h");
        var system = HessianEigenSystem.Of(h, n, MachineEpsilon.Double, 0);
        var newton = new DenseTrustRegionModel(system, g, 0).Minimize(double.PositiveInfinity, 0);
        var saddleFree = AbsoluteCurvature.Step(system, g, SaddleFreeNewton.LeastCurvature);
        return Of(newton, saddleFree, g, p => hessian.Multiply(Vector<double>.Build.Dense(p)).ToArray(), true, new());
    }

    /// <summary>By products alone: Newton's step by MINRES, the saddle-free one in the Krylov space of H from g.</summary>
    /// <param name="hessian">H.</param>
    /// <param name="gradient">g, n entries. It is not changed.</param>
    /// <param name="subspaceDimension">k, the dimension of the Krylov space, and the number of vectors in memory. ≥ 1. Default 64.</param>
    /// <param name="tolerance">MINRES stops at ‖g + Hp‖₂ ≤ tolerance·‖g‖₂. In [0, 1). Default 10⁻⁸.</param>
    /// <param name="maxIterations">The most products of MINRES. ≥ 1. Default 1,000.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">The gradient has another length, or an entry that is not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static NewtonPrediction Of(
        SymmetricOperator hessian,
        Vector<double> gradient,
        int subspaceDimension = 64,
        double tolerance = 1e-8,
        int maxIterations = 1000,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentNullException.ThrowIfNull(gradient);
        Arguments.AtLeastOne(subspaceDimension, nameof(subspaceDimension));
        Arguments.AtLeastOne(maxIterations, nameof(maxIterations));
        if (!(tolerance is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must be at least 0 and less than 1.");
        if (gradient.Count != hessian.Dimension)
            throw new ArgumentException($"The gradient has {gradient.Count} entries; the Hessian needs {hessian.Dimension}.", nameof(gradient));
        var g = gradient.ToArray();
        Arguments.ThrowIfNotFinite(g, nameof(gradient), "gradient", "g");
        var work = new VectorWork();
        var minusGradient = new double[g.Length];
        work.Scale(-1, g, minusGradient);
        var newton = MinimumResidual.Solve(hessian, minusGradient, tolerance, maxIterations, double.PositiveInfinity, cancellation, work);
        var isZero = work.StableNorm(g) == 0;
        var saddleFree = isZero ? new double[g.Length] : SaddleFreeNewton.Step(hessian, g, subspaceDimension, work, cancellation);
        return Of(new TrustRegionStep(newton.X, 0, newton.Residual, true), saddleFree, g, Multiply, false, work);

        double[] Multiply(double[] p)
        {
            var product = new double[p.Length];
            hessian.Multiply(p, product);
            return product;
        }
    }

    /// <summary>One line a step.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Newton: the critical point is {Distance:G4} away, change of the loss {PredictedChange:G4} (residual {RelativeResidual:G2})\n" +
        $"Saddle-free Newton: a step of {SaddleFreeDistance:G4}, change of the loss {SaddleFreePredictedChange:G4}");

    private static NewtonPrediction Of(
        TrustRegionStep newton, double[] saddleFree, double[] gradient, Func<double[], double[]> multiply, bool isDense, VectorWork work)
    {
        var norm = work.StableNorm(gradient);
        return new()
        {
            Newton = Vector<double>.Build.Dense(newton.P),
            SaddleFree = Vector<double>.Build.Dense(saddleFree),
            RelativeResidual = norm > 0 ? newton.ModelNorm / norm : 0,
            PredictedChange = Change(newton.P),
            SaddleFreePredictedChange = Change(saddleFree),
            IsDense = isDense,
            GradientNorm = norm,
        };

        double Change(double[] p) => work.Dot(gradient, p) + 0.5 * work.Dot(p, multiply(p));
    }
}
