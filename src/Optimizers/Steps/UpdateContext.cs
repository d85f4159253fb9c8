using Optimizers.Steps;

namespace Optimizers;

/// <summary>One step of one parameter, as the optimizer's rule sees it: hyperparameters in, the rule for this step out.</summary>
public readonly ref struct UpdateContext
{
    private readonly Slot _slot;

    internal UpdateContext(Slot slot, long iteration, double learningRate)
    {
        _slot = slot;
        Iteration = iteration;
        LearningRate = learningRate;
    }

    /// <summary>The number i of this iteration, from 0: what schedules are asked for.</summary>
    public long Iteration { get; }

    /// <summary>
    /// The number t of this step of this parameter, from 1: what bias corrections count. It lags behind the iteration where the parameter was frozen.
    /// </summary>
    public long StepNumber => _slot.StepCount + 1;

    /// <summary>α for this parameter in this iteration: the schedule's value times the parameter's own scale.</summary>
    public double LearningRate { get; }

    /// <summary>
    /// What the rule remembers of this parameter as a whole, <see cref="Optimizer.ScalarCount"/> numbers, 0 before the first step. What is written
    /// here is there in the next step, unless this one fails.
    /// </summary>
    public Span<double> Scalars => _slot.NextScalars;

    /// <summary>Says by which rule this parameter steps. Called exactly once by <see cref="Optimizer.Update"/>.</summary>
    /// <param name="rule">The rule with this step's hyperparameters.</param>
    /// <typeparam name="TRule">The type of the rule; another number of state values than before keeps what there is.</typeparam>
    public void Apply<TRule>(TRule rule) where TRule : struct, IUpdateRule
    {
        if (_slot is Slot<double> doubles)
            doubles.Plan(rule);
        else if (_slot is Slot<float> floats)
            floats.Plan(rule);
        else
            _slot.PlanElsewhere(rule);
    }
}
