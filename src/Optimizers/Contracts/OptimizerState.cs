namespace Optimizers;

/// <summary>
/// What the steps of an optimizer have left behind, as data: the state of every parameter, the counts of steps and the iteration. Neither the
/// parameters nor the hyperparameters.
/// </summary>
/// <remarks>
/// <see cref="IOptimizer.Snapshot"/> makes one; files hold one; an optimizer of one's own may make one by its constructor. What is in it is a copy:
/// later steps do not change it.
/// </remarks>
public sealed class OptimizerState
{
    /// <summary>A state.</summary>
    /// <param name="rule">The name of the optimizer's rule: "Adam".</param>
    /// <param name="maximizes">True if the rule saw the gradients with the opposite sign.</param>
    /// <param name="parameters">The state of every parameter, in the order of the steps; empty before the first one.</param>
    /// <param name="groups">What the parameters of a group remember together, a list for each group.</param>
    /// <exception cref="ArgumentException">The rule has no name.</exception>
    /// <exception cref="ArgumentNullException">A list is null.</exception>
    public OptimizerState(
        string rule, bool maximizes, IReadOnlyList<ParameterState> parameters, IReadOnlyList<IReadOnlyList<StateValue>>? groups = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(rule);
        ArgumentNullException.ThrowIfNull(parameters);
        (Rule, Maximizes, Parameters, Groups) = (rule, maximizes, parameters, groups ?? []);
    }

    /// <summary>The name of the optimizer's rule.</summary>
    public string Rule { get; }

    /// <summary>True if the rule saw the gradients with the opposite sign.</summary>
    public bool Maximizes { get; }

    /// <summary>How many steps had been taken.</summary>
    public long Iteration { get; set; }

    /// <summary>How many steps had been skipped because a gradient was not finite.</summary>
    public long SkippedSteps { get; set; }

    /// <summary>‖g‖₂ of the last step; NaN where it was not measured.</summary>
    public double LastGradientNorm { get; set; } = double.NaN;

    /// <summary>The state of every parameter, in the order of the steps; empty before the first one.</summary>
    public IReadOnlyList<ParameterState> Parameters { get; }

    /// <summary>What the parameters of a group remember together, a list for each group.</summary>
    public IReadOnlyList<IReadOnlyList<StateValue>> Groups { get; }

    /// <summary>Numbers of the optimizer as a whole, such as the phase of a wrapper.</summary>
    public IDictionary<string, double> Scalars { get; } = new SortedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The states of the optimizers inside this one.</summary>
    public IDictionary<string, OptimizerState> Inner { get; } = new SortedDictionary<string, OptimizerState>(StringComparer.Ordinal);

    /// <summary>"Adam after 100 steps".</summary>
    public override string ToString() => FormattableString.Invariant($"{Rule} after {Iteration} steps");
}
