using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>
/// So many steps of an optimizer, such as Adam, as a minimizer: for who compares it with others, or has a program for MathNet's minimizers. The best
/// point that was seen is the result.
/// </summary>
/// <remarks>
/// The optimizer begins anew with each run, by its <see cref="IOptimizer.Reset"/>. An iteration takes a loss and a gradient. Optimizers that ask for
/// a loss are given it; those that need a second gradient or the Hessian's diagonal are refused by their step.
/// </remarks>
public sealed class FirstOrderMinimizer : Minimizer
{
    private readonly MinimizerOptions _options;

    /// <summary>Steps of an optimizer.</summary>
    /// <param name="optimizer">Any optimizer.</param>
    /// <param name="iterations">How many steps, ≥ 0: the optimizer itself knows no end.</param>
    /// <param name="gradientTolerance">As <see cref="MinimizerOptions.GradientTolerance"/>. Finite, ≥ 0. Default 0: all steps are taken.</param>
    /// <param name="progress">Told after each step; null for nobody.</param>
    /// <exception cref="ArgumentNullException">The optimizer is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public FirstOrderMinimizer(
        IOptimizer optimizer, int iterations, double gradientTolerance = 0, IProgress<IterationProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Optimizer = optimizer;
        _options = new()
        {
            MaxIterations = Arguments.NotNegative(iterations, nameof(iterations)),
            GradientTolerance = Arguments.NotNegative(gradientTolerance, nameof(gradientTolerance)),
            Progress = progress,
        };
    }

    /// <summary>The optimizer.</summary>
    public IOptimizer Optimizer { get; }

    /// <summary>How many steps are taken.</summary>
    public int Iterations => _options.MaxIterations;

    private protected override bool IsInUnitsOfTheParameters => true;

    private protected override MinimizerResult Run(Objective objective, double[] theta, CancellationToken cancellationToken)
    {
        Optimizer.Reset();
        var walk = new MinimizerWalk(objective, theta, _options) { MayRise = true };
        var outcome = walk.Begin();
        var best = new BestPoint(walk);
        while (outcome is null && !walk.IsAtLimit)
        {
            cancellationToken.ThrowIfCancellationRequested();
            walk.Theta.CopyTo(walk.TrialTheta, 0);
            var parameter = new Parameter(walk.TrialTheta, walk.Gradient);
            if (Optimizer is ITakesInputs asking && asking.InputsAt(Optimizer.Iteration).HasFlag(StepInput.Loss))
                asking.Supply(new StepInputs { Loss = walk.Loss });
            Optimizer.Step([parameter], cancellationToken);
            outcome = walk.TryHere() ? walk.Accept() : MinimizerOutcome.NotFinite;
            best.See(walk);
        }

        return best.Of(walk.Result(outcome ?? MinimizerOutcome.IterationLimit));
    }

    private sealed class BestPoint(MinimizerWalk walk)
    {
        private readonly double[] _theta = (double[])walk.Theta.Clone();
        private double _loss = walk.Loss;
        private double _norm = walk.GradientNorm;

        public void See(MinimizerWalk now)
        {
            if (!(now.Loss < _loss))
                return;
            now.Theta.CopyTo(_theta, 0);
            (_loss, _norm) = (now.Loss, now.GradientNorm);
        }

        public MinimizerResult Of(MinimizerResult end) => _loss < end.Loss
            ? new()
            {
                Outcome = end.Outcome,
                Point = Vector<double>.Build.Dense(_theta),
                Loss = _loss,
                GradientNorm = _norm,
                Iterations = end.Iterations,
                Evaluations = end.Evaluations,
            }
            : end;
    }
}
