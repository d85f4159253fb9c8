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
    /// <summary>Steps of an optimizer; all of them, unless a tolerance is set.</summary>
    /// <param name="optimizer">Any optimizer.</param>
    /// <param name="iterations">How many steps, ≥ 0: the optimizer itself knows no end.</param>
    /// <exception cref="ArgumentNullException">The optimizer is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is negative.</exception>
    public FirstOrderMinimizer(IOptimizer optimizer, int iterations)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Optimizer = optimizer;
        MaxIterations = Arguments.NotNegative(iterations, nameof(iterations));
        GradientTolerance = 0;
    }

    /// <summary>The optimizer.</summary>
    public IOptimizer Optimizer { get; }

    private protected override bool IsInUnitsOfTheParameters => true;

    private protected override MinimizerResult Run(Objective objective, double[] theta, CancellationToken cancellationToken)
    {
        Optimizer.Reset();
        var walk = new MinimizerWalk(objective, theta, this) { MayRise = true };
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
