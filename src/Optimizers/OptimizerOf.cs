using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// An optimizer by a rule: a small struct with the formula (<see cref="IUpdateRule"/>), whose numbers of the step the class makes of its schedules.
/// Derive it to write a rule of your own.
/// </summary>
/// <typeparam name="TRule">The formula.</typeparam>
public abstract class Optimizer<TRule> : Optimizer, IPlan<TRule>
    where TRule : struct, IUpdateRule
{
    /// <summary>An optimizer with a learning rate.</summary>
    /// <param name="learningRate">α(i), at least 0 in every iteration. A number is a constant schedule.</param>
    /// <exception cref="ArgumentNullException">The schedule is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The schedule's first value is not finite or is below 0.</exception>
#pragma warning disable RS0022 // To derive this class, and by it the base, is the purpose.
    protected Optimizer(Schedule learningRate)
#pragma warning restore RS0022
        : base(learningRate)
    {
    }

    /// <summary>An optimizer with the settings of a part of it.</summary>
    private protected Optimizer(Optimizer part)
        : base(part)
    {
    }

    IReadOnlyList<StateDescriptor> IPlan<TRule>.State => State;

    /// <summary>What the rule remembers: a name and a meaning for every value. A value that is not described has neither.</summary>
    protected internal virtual IReadOnlyList<StateDescriptor> State => [];

    /// <inheritdoc/>
    protected internal override StepInput InputsAt(long iteration) => FormInputs;

    /// <summary>What the forms of the formula's state need.</summary>
    private static StepInput FormInputs { get; } = StateDescription.InputsOf(TRule.StateCount, TRule.FormOf);

    int IPlan<TRule>.NoiseSeed => NoiseSeed;

    /// <summary>The seed of the formula's <see cref="StateForm.Noise"/>.</summary>
    protected internal virtual int NoiseSeed => 0;

    TRule IPlan<TRule>.At(in StepInfo step) => At(step);

    void IPlan<TRule>.Conclude(int round, in StepInfo step) => Conclude(round, step);

    void IPlan<TRule>.ConcludeGroup(int round, in GroupInfo group) => ConcludeGroup(round, group);

    /// <summary>
    /// The rule with this step's numbers, for one parameter. Of a rule with rounds it is asked before the first one and again after each.
    /// </summary>
    /// <param name="step">The parameter and the iteration.</param>
    protected internal abstract TRule At(in StepInfo step);

    /// <summary>Makes pending state of what a round has gathered. Only for rules with rounds.</summary>
    /// <param name="round">The round, from 0.</param>
    /// <param name="step">The parameter, with the results.</param>
    protected internal virtual void Conclude(int round, in StepInfo step)
    {
    }

    /// <summary>Makes pending state of the group of what a round has gathered over it, before the parameters conclude it.</summary>
    /// <param name="round">The round, from 0.</param>
    /// <param name="group">The group, with the results.</param>
    protected internal virtual void ConcludeGroup(int round, in GroupInfo group)
    {
    }

    private protected override IReadOnlyList<StepProgram> CreatePrograms()
    {
        FormulaCheck.Check<TRule>(RuleName);
        return [new StepProgram<TRule, Descent>(this, DescentPlan.Instance) { Storage = StateStorage, Rounding = Rounding }];
    }
}
