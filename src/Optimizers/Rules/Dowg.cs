using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// DoWG, distance over weighted gradients (Khaled, Mishchenko and Jin 2023, algorithm 1): r̄ ← max(r̄, ‖θ − θ₀‖), v ← v + r̄²‖g‖²,
/// θ ← θ − γ(r̄²/√v)g, over all parameters.
/// </summary>
public sealed class Dowg : Optimizer<Dog.Rule>
{
    /// <summary>DoWG.</summary>
    /// <param name="learningRate">γ(i), at least 0: a factor. 1 if left out.</param>
    /// <param name="initialDistance">
    /// r̄ before the first step, in units of the parameter: small; finite, above 0. Its square is optax's init_estim_sq_dist.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Dowg(Schedule? learningRate = null, double initialDistance = 0.01)
        : base(learningRate ?? 1) => InitialDistance = HyperparameterRange.Positive(initialDistance);

    /// <summary>r̄ before the first step.</summary>
    public double InitialDistance { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [new("initialDistance", InitialDistance)];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => false; // Squares are taken in double.

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        new("x0", StateMeaning.ParameterValue), StateDescriptor.GroupScalar("distance_and_squares", 2),
    ];

    /// <inheritdoc/>
    protected internal override Dog.Rule At(in StepInfo step)
    {
        var (distance, squares) = (step.NextGroupScalars[0], step.NextGroupScalars[1]);
        var rate = squares > 0 ? distance * (distance / Math.Sqrt(squares)) : 0;
        return new(StepScale.Bounded(step, step.LearningRate * rate), step.StepNumber == 1);
    }

    /// <inheritdoc/>
    protected internal override void ConcludeGroup(int round, in GroupInfo group)
    {
        var before = group.Scalars[0] > 0 ? group.Scalars[0] : InitialDistance;
        var distance = group.NextScalars[0] = Math.Max(before, Math.Sqrt(group.Result(0, 0)));
        group.NextScalars[1] = group.Scalars[1] + (distance * distance * group.Result(0, 1));
    }
}
