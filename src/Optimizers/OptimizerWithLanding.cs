using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// An optimizer by a rule whose steps end elsewhere than at θ − u (<see cref="ILanding"/>): at an average, at a projection. Derive it to
/// write a landing of your own.
/// </summary>
/// <typeparam name="TRule">The rule's formula.</typeparam>
/// <typeparam name="TLanding">The landing's formula.</typeparam>
public abstract class Optimizer<TRule, TLanding> : Optimizer, IPlan<TLanding>, IWrapsOptimizer
    where TRule : struct, IUpdateRule
    where TLanding : struct, ILanding
{
    private readonly Optimizer<TRule> _rule;

    /// <summary>The steps of a rule, with another end.</summary>
    /// <param name="rule">The rule, which has not stepped. It becomes a part of this optimizer; its settings are taken over.</param>
    /// <exception cref="ArgumentNullException">The rule is null.</exception>
    /// <exception cref="InvalidOperationException">The rule has stepped, or is a part of another optimizer.</exception>
#pragma warning disable RS0022 // To derive this class, and by it the base, is the purpose.
    protected Optimizer(Optimizer<TRule> rule)
#pragma warning restore RS0022
        : base(rule ?? throw new ArgumentNullException(nameof(rule)))
    {
        _rule = rule;
        rule.BecomePart();
    }

    /// <summary>The rule, for what it has of its own: it no longer steps by itself.</summary>
    public IOptimizer Inner => _rule;

    IReadOnlyList<StateDescriptor> IPlan<TLanding>.State => LandingState;

    /// <summary>What the landing remembers: a name and a meaning for every value.</summary>
    protected internal virtual IReadOnlyList<StateDescriptor> LandingState => [];

    /// <summary>The hyperparameters of the landing, named as in the constructor.</summary>
    protected internal abstract IEnumerable<Hyperparameter> LandingHyperparameters { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [.. _rule.RuleHyperparameters, .. LandingHyperparameters];

    /// <inheritdoc/>
    protected internal override string RuleName => field ??= $"{_rule.RuleName}+{GetType().Name.Split('`')[0]}";

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => _rule.SquaresGradient;

    /// <inheritdoc/>
    protected internal override double GrowthAt(long iteration) => _rule.GrowthAt(iteration);

    /// <inheritdoc/>
    protected internal override StepInput InputsAt(long iteration) => _rule.InputsAt(iteration);

    TLanding IPlan<TLanding>.At(in StepInfo step) => LandAt(step);

    void IPlan<TLanding>.Conclude(int round, in StepInfo step)
    {
    }

    void IPlan<TLanding>.ConcludeGroup(int round, in GroupInfo group)
    {
    }

    /// <summary>The landing with this step's numbers, for one parameter.</summary>
    /// <param name="step">The parameter and the iteration.</param>
    protected internal abstract TLanding LandAt(in StepInfo step);

    private protected override IReadOnlyList<StepProgram> CreatePrograms()
    {
        FormulaCheck.Check<TRule>(RuleName, TLanding.StateCount);
        return [new StepProgram<TRule, TLanding>(_rule, this) { Storage = StateStorage, Rounding = Rounding }];
    }
}
