using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// A link of a chain: what stands before a rule and changes the gradient that it sees, or behind it and changes its step. The class has the
/// hyperparameters, the struct the formula (<see cref="IUpdateLink"/>), as in a rule. Derive it to write a link of your own.
/// </summary>
/// <typeparam name="TLink">The formula.</typeparam>
public abstract class Link<TLink> : IPlan<TLink>
    where TLink : struct, IUpdateLink
{
    IReadOnlyList<StateDescriptor> IPlan<TLink>.State => State;

    /// <summary>The hyperparameters, named as in the constructor.</summary>
    protected internal abstract IEnumerable<Hyperparameter> Hyperparameters { get; }

    /// <summary>What the link remembers: a name and a meaning for every value.</summary>
    protected internal virtual IReadOnlyList<StateDescriptor> State => [];

    /// <summary>True if the link squares what comes into it, so that what is too large for that is refused.</summary>
    protected internal virtual bool SquaresGradient => false;

    /// <summary>
    /// How many times larger than the largest that came in so far that is which comes out: 1/(1 − λ) for a sum that decays by λ. By it the gradients
    /// are judged that a rule behind the link squares. 1 unless a link says otherwise.
    /// </summary>
    /// <param name="iteration">The iteration, from 0.</param>
    /// <returns>At least 1.</returns>
    protected internal virtual double GrowthAt(long iteration) => 1;

    /// <summary>The name in states and messages: that of the class.</summary>
    protected internal virtual string Name => field ??= GetType().Name.Split('`')[0];

    /// <summary>
    /// What the step of an iteration cannot be taken without, beside the gradients: unless a link says otherwise, what the formula's state reads of
    /// it.
    /// </summary>
    /// <param name="iteration">The iteration, from 0.</param>
    protected internal virtual StepInput InputsAt(long iteration) => FormInputs;

    /// <summary>What the forms of the formula's state need.</summary>
    private static StepInput FormInputs { get; } = StateDescription.InputsOf(TLink.StateCount, TLink.FormOf);

    int IPlan<TLink>.NoiseSeed => NoiseSeed;

    /// <summary>The seed of the formula's <see cref="StateForm.Noise"/>.</summary>
    protected internal virtual int NoiseSeed => 0;

    TLink IPlan<TLink>.At(in StepInfo step) => At(step);

    void IPlan<TLink>.Conclude(int round, in StepInfo step) => Conclude(round, step);

    void IPlan<TLink>.ConcludeGroup(int round, in GroupInfo group) => ConcludeGroup(round, group);

    /// <summary>
    /// The link with this step's numbers, for one parameter. Of a link with rounds it is asked before the first one and again after each.
    /// </summary>
    /// <param name="step">The parameter and the iteration.</param>
    protected internal abstract TLink At(in StepInfo step);

    /// <summary>Makes pending state of what a round has gathered. Only for links with rounds.</summary>
    /// <param name="round">The round, from 0.</param>
    /// <param name="step">The parameter, with the results.</param>
    protected internal virtual void Conclude(int round, in StepInfo step)
    {
    }

    /// <summary>Makes pending state of the group of what a round has gathered over it.</summary>
    /// <param name="round">The round, from 0.</param>
    /// <param name="group">The group, with the results.</param>
    protected internal virtual void ConcludeGroup(int round, in GroupInfo group)
    {
    }
}
