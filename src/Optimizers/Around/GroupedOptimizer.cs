using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Several rules for the parameters of one model: <c>new GroupedOptimizer((p => p.IsMatrix, new Muon()), (p => true, new AdamW()))</c>. One
/// iteration, one clipping over all gradients, one state.
/// </summary>
/// <remarks>
/// Each parameter steps by the rule of the first group that it matches, with that rule's learning rate and decay; by null it never steps. The rules
/// become parts of this optimizer: rates and decays are set on them, clipping and threads here. <see cref="Optimizer.LearningRate"/> of this
/// optimizer multiplies the rates of all rules, and is 1 at first; a decay that is set here is set on all rules.
/// </remarks>
public sealed class GroupedOptimizer : Optimizer
{
    private readonly (Func<ParameterInfo, bool> Match, Optimizer? Rule)[] _groups;
    private readonly Optimizer[] _rules;

    /// <summary>Several rules.</summary>
    /// <param name="groups">Who belongs to a group, and its rule; null for parameters that never step.</param>
    /// <exception cref="ArgumentException">There is no group with a rule, a predicate is null, a rule is grouped itself, maximizes where others do
    /// not, or has a clipping of its own.</exception>
    /// <exception cref="InvalidOperationException">A rule has stepped, or is a part of another optimizer.</exception>
    public GroupedOptimizer(params ReadOnlySpan<(Func<ParameterInfo, bool> Match, Optimizer? Rule)> groups)
        : base(FirstOf(groups))
    {
        _groups = groups.ToArray();
        _rules = [.. _groups.Select(each => each.Rule).OfType<Optimizer>().Distinct()];
        foreach (var (match, rule) in _groups)
        {
            if (match is null)
                throw new ArgumentException("A group has no predicate.", nameof(groups));
            if (rule is GroupedOptimizer)
                throw new ArgumentException("A group's rule is grouped itself; list its groups here.", nameof(groups));
            if (rule is not null && rule.Maximize != Maximize)
                throw new ArgumentException($"{rule} and {_rules[0]} do not both {(Maximize ? "maximize" : "minimize")}.", nameof(groups));
            if (rule?.Clipping is not null)
                throw new ArgumentException(
                    $"{rule} has a clipping of its own; set it on the grouped optimizer, where it is over all gradients.", nameof(groups));
        }

        foreach (var rule in _rules)
            rule.BecomePart(keepsRates: true);
        LearningRate = 1;
    }

    /// <summary>The rules, each once, in the order of their groups.</summary>
    public IReadOnlyList<Optimizer> Rules => _rules;

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => _rules.Select((rule, i) => new Hyperparameter($"group{i}", rule));

    /// <inheritdoc/>
    protected internal override string RuleName => field ??= $"GroupedOptimizer[{string.Join(",", _rules.Select(rule => rule.RuleName))}]";

    /// <inheritdoc/>
    protected internal override StepInput InputsAt(long iteration) =>
        _rules.Aggregate(StepInput.None, (inputs, rule) => inputs | rule.InputsAt(iteration));

    private protected override IReadOnlyList<StepProgram> CreatePrograms() => [.. _rules.SelectMany(rule => rule.Source.Programs)];

    private protected override void Share(Action<Optimizer> set)
    {
        foreach (var rule in _rules ?? []) // None yet, while the base is made.
            set(rule);
    }

    private protected override StepRates RatesOf(Optimizer rule, long iteration)
    {
        var rates = rule.RatesAt(iteration);
        return rates with { LearningRate = Evaluate(LearningRate, iteration, nameof(LearningRate)) * rates.LearningRate };
    }

    private protected override Optimizer RuleOf(int group) => _rules[group];

    private protected override int GroupOf(in ParameterInfo parameter)
    {
        foreach (var (match, rule) in _groups)
        {
            if (match(parameter))
                return rule is null ? -1 : Array.IndexOf(_rules, rule);
        }

#pragma warning disable CA2208 // It is the parameter of the step.
        throw new ArgumentException(
            $"parameters[{parameter.Position}]{(parameter.Name is null ? "" : $" ({parameter.Name})")} belongs to no group. "
            + "End with a group for the rest: (p => true, rule), or (p => true, null) to leave it as it is.",
            "parameters");
#pragma warning restore CA2208
    }

    private static Optimizer FirstOf(ReadOnlySpan<(Func<ParameterInfo, bool> Match, Optimizer? Rule)> groups)
    {
        foreach (var (_, rule) in groups)
        {
            if (rule is not null)
                return rule;
        }

        throw new ArgumentException("There is no group with a rule.", nameof(groups));
    }
}
