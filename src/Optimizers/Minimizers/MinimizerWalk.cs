using MathNet.Numerics.LinearAlgebra;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>Where a minimizer stands, and the point that it tries next.</summary>
internal sealed class MinimizerWalk
{
    // So many accepted steps in a row that lower nothing are a walk on rounding.
    private const int MostFlatSteps = 10;

    private readonly Minimizer _method;
    private readonly EvaluationCounts _before;
    private double _lowest;
    private int _flatSteps;

    public MinimizerWalk(Objective objective, double[] start, Minimizer method)
    {
        (Objective, _method, _before) = (objective, method, objective.Evaluations);
        (Theta, Gradient, TrialTheta, TrialGradient) = (start, new double[start.Length], new double[start.Length], new double[start.Length]);
    }

    public Objective Objective { get; }

    public VectorWork Work { get; } = new();

    public int Iteration { get; private set; }

    public double[] Theta { get; private set; }

    public double Loss { get; private set; }

    public double[] Gradient { get; private set; }

    /// <summary>‖g‖₂.</summary>
    public double GradientNorm { get; private set; } = double.NaN;

    public double[] TrialTheta { get; private set; }

    /// <summary>+∞ where it is not finite.</summary>
    public double TrialLoss { get; private set; }

    public double[] TrialGradient { get; private set; }

    /// <summary>True for optimizers whose losses go up and down: steps that lower nothing are no end then.</summary>
    public bool MayRise { get; init; }

    public bool IsAtLimit => Iteration >= _method.MaxIterations;

    /// <summary>What of a difference of losses here can be rounding, at least: the caller's bound, and four units.</summary>
    public double Rounding => Objective.Options.LossError + (4 * Objective.Options.UnitRoundoff * Math.Abs(Loss));

    /// <summary>The error of the loss here, by some losses near by.</summary>
    public double MeasuredRounding() => Objective.PrecisionOfLoss(Theta, Loss).Noise;

    /// <summary>Evaluates the start. The outcome, if that is the end.</summary>
    public MinimizerOutcome? Begin()
    {
        _lowest = Loss = Objective.LossOrNotFinite(Theta);
        if (!double.IsFinite(Loss) || !TryGradient(Theta, Gradient))
            return MinimizerOutcome.NotFinite;
        GradientNorm = Work.StableNorm(Gradient);
        return IsGradientSmall() ? MinimizerOutcome.GradientConverged : null;
    }

    /// <summary>Goes to θ + αp for a trial, and returns its loss; +∞ where that is not finite.</summary>
    public double Try(double alpha, double[] p)
    {
        Theta.CopyTo(TrialTheta, 0);
        Work.AddScaled(alpha, p, TrialTheta);
        TrialLoss = Objective.LossOrNotFinite(TrialTheta);
        if (!double.IsFinite(TrialLoss))
            TrialLoss = double.PositiveInfinity;
        return TrialLoss;
    }

    /// <summary>True if rounding has left the trial where θ is.</summary>
    public bool IsTrialHere() => TrialTheta.AsSpan().SequenceEqual(Theta);

    /// <summary>Loss and gradient of a trial that the caller has written; false where they are not finite.</summary>
    public bool TryHere()
    {
        TrialLoss = Objective.LossOrNotFinite(TrialTheta);
        return double.IsFinite(TrialLoss) && TryGradient();
    }

    /// <summary>The gradient at the trial; false where it is not finite.</summary>
    public bool TryGradient() => TryGradient(TrialTheta, TrialGradient);

    /// <summary>Counts an iteration that stays where it is.</summary>
    public void Reject()
    {
        Iteration++;
        _method.Progress?.Report(new(Iteration, Loss, GradientNorm, 0));
    }

    /// <summary>Goes to the trial, whose loss and gradient are known. The outcome, if that is the end.</summary>
    public MinimizerOutcome? Accept()
    {
        var length = Work.Distance(TrialTheta, Theta);
        var (before, step) = (Loss, RelativeStep());
        (Theta, TrialTheta) = (TrialTheta, Theta);
        (Gradient, TrialGradient) = (TrialGradient, Gradient);
        Loss = TrialLoss;
        GradientNorm = Work.StableNorm(Gradient);
        Iteration++;
        _flatSteps = Loss < _lowest ? 0 : _flatSteps + 1;
        _lowest = Math.Min(_lowest, Loss);
        _method.Progress?.Report(new(Iteration, Loss, GradientNorm, length));

        if (IsGradientSmall())
            return MinimizerOutcome.GradientConverged;
        if (_method.StepTolerance > 0 && step <= _method.StepTolerance)
            return MinimizerOutcome.StepConverged;
        if (_method.ValueTolerance > 0 && before - Loss <= _method.ValueTolerance * Math.Max(Math.Abs(before), Math.Abs(Loss)))
            return MinimizerOutcome.ValueConverged;
        return _flatSteps >= MostFlatSteps && !MayRise ? MinimizerOutcome.ValueConverged : null;
    }

    /// <summary>What the caller is told, in the caller's units.</summary>
    public MinimizerResult Result(MinimizerOutcome outcome) => new()
    {
        Outcome = outcome,
        Point = Vector<double>.Build.Dense(Objective is ScaledObjective scaled ? scaled.Multiply(Theta) : (double[])Theta.Clone()),
        Loss = Loss,
        GradientNorm = Objective is ScaledObjective units && double.IsFinite(GradientNorm) ? Work.StableNorm(units.Divide(Gradient)) : GradientNorm,
        Iterations = Iteration,
        Evaluations = Objective.Evaluations - _before,
    };

    private bool IsGradientSmall()
    {
        var bound = _method.GradientTolerance * Math.Max(Math.Abs(Loss), 1);
        for (var i = 0; i < Theta.Length; i++)
        {
            if (!(Math.Abs(Gradient[i]) * Math.Max(Math.Abs(Theta[i]), 1) <= bound))
                return false;
        }

        return true;
    }

    private double RelativeStep()
    {
        var largest = 0.0;
        for (var i = 0; i < Theta.Length; i++)
            largest = Math.Max(largest, Math.Abs(TrialTheta[i] - Theta[i]) / Math.Max(Math.Abs(TrialTheta[i]), 1));
        return largest;
    }

    private bool TryGradient(double[] theta, double[] gradient)
    {
        try
        {
            Objective.Gradient(theta, gradient);
            return true;
        }
        catch (NotFiniteValueException)
        {
            return false;
        }
    }
}
