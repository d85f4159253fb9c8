using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// The base of the library's optimizers: the settings that all of them have, and the way of a step. A rule of one's own derives
/// <see cref="Optimizer{TRule}"/>.
/// </summary>
/// <remarks>
/// <para>A step goes one way: the gradients are checked, clipped, turned around to maximize, and given the L2 penalty; the value is made smaller by
/// weight decay; the rule moves it. All that is one pass over memory after the check.</para>
/// <para>For the same input a step gives the same bits on any number of threads and at any width of the processor. The first step allocates the
/// state; later ones allocate nothing. An optimizer is used by one thread at a time; a second one is refused.</para>
/// </remarks>
public abstract partial class Optimizer
    : IOptimizer, IHasLearningRate, IHasWeightDecay, IHasClipping, IHasNonFinite, IHasHyperparameters, ITakesInputs, ITakesOver
{
    /// <summary>The one schedule that is 0 by a constant: a penalty that is set to it costs nothing.</summary>
    private static readonly Schedule Zero = Schedule.Constant(0);

    private readonly StepEngine _engine;
    private bool _isSteered; // By the chain that it is a part of.

    private protected Optimizer(Schedule learningRate)
    {
        LearningRate = HyperparameterRange.NotNegative(learningRate);
        Source = new StepSource(this);
        _engine = new StepEngine(Source);
    }

    /// <summary>An optimizer with the settings of a part of it.</summary>
    private protected Optimizer(Optimizer part)
        : this(part.LearningRate)
    {
        (WeightDecay, L2Penalty, Clipping, Maximize) = (part.WeightDecay, part.L2Penalty, part.Clipping, part.Maximize);
        (NonFinite, MaxThreads, MeasuresGradientNorm) = (part.NonFinite, part.MaxThreads, part.MeasuresGradientNorm);
        (StateStorage, Rounding) = (part.StateStorage, part.Rounding);
    }

    /// <inheritdoc/>
    public Schedule LearningRate { get; set => field = HyperparameterRange.NotNegative(Mine(value, nameof(LearningRate)), nameof(LearningRate)); }

    /// <inheritdoc/>
    public Schedule WeightDecay
    {
        get;
        set
        {
            field = HyperparameterRange.NotNegative(Mine(value, nameof(WeightDecay)), nameof(WeightDecay));
            Share(rule => rule.WeightDecay = value);
        }
    }

    = Zero;

    /// <inheritdoc/>
    public Schedule L2Penalty
    {
        get;
        set
        {
            field = HyperparameterRange.NotNegative(Mine(value, nameof(L2Penalty)), nameof(L2Penalty));
            Share(rule => rule.L2Penalty = value);
        }
    }

    = Zero;

    /// <inheritdoc/>
    public GradientClipping? Clipping { get; set; }

    /// <summary>True to climb: the rule sees −g.</summary>
    public bool Maximize { get; init; }

    /// <summary>What happens when a gradient holds NaN or an infinity, or a number whose square overflows in a rule that squares it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not one of the three values.</exception>
    public NonFiniteGradients NonFinite
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(NonFinite)} is {value}; it must be Throw, Skip or Pass.");
    }

    /// <summary>
    /// How what is remembered with one number an element is kept between the steps. States and files have it in full. Of groups, each rule has its
    /// own.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not one of the three values.</exception>
    public StateStorage StateStorage
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, $"{nameof(StateStorage)} is {value}; it must be Full, BFloat16 or EightBits.");
    }

    /// <summary>How parameters of 16 bits are rounded; of groups, each rule has its own. See also <see cref="MasterWeights"/>.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public ParameterRounding Rounding
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value), $"{nameof(Rounding)} must be Nearest or Stochastic.");
    } = ParameterRounding.Nearest;

    /// <summary>How many threads a large step may use: at least 1; by default as many as there are processors. No result depends on it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxThreads
    {
        get;
        set => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(MaxThreads)} is {value}; it must be at least 1.");
    } = Environment.ProcessorCount;

    /// <summary>Who runs the steps; null (the default) for this processor.</summary>
    [Experimental("OPT1001")]
    public IStepRunner? Runner { get; set; }

    /// <summary>What joins the steps of several processes; null (the default) for one process. Set before the first step.</summary>
    [Experimental("OPT1002")]
    public IStepExchange? Exchange { get; set; }

    /// <summary>True to have <see cref="LastGradientNorm"/> without clipping; a look at the squares in the place of the look for what is not
    /// finite.</summary>
    public bool MeasuresGradientNorm { get; set; }

    /// <inheritdoc/>
    public long Iteration => _engine.Iteration;

    /// <summary>How many steps were left out because a gradient was not finite (see <see cref="NonFiniteGradients.Skip"/>).</summary>
    public long SkippedSteps => _engine.SkippedSteps;

    /// <summary>
    /// ‖g‖₂ over all parameters of the last step, before clipping; NaN before the first step and where neither <see cref="Clipping"/> needs it nor
    /// <see cref="MeasuresGradientNorm"/> asks for it.
    /// </summary>
    public double LastGradientNorm => _engine.LastGradientNorm;

    /// <summary>All hyperparameters: those of the rule, then those that every optimizer has and that are not at their defaults.</summary>
    public IReadOnlyList<Hyperparameter> Hyperparameters => [new(Camel(nameof(LearningRate)), LearningRate), .. RuleHyperparameters, .. Common];

    /// <summary>The hyperparameters of the rule but the learning rate, named as in its constructor.</summary>
    protected internal abstract IEnumerable<Hyperparameter> RuleHyperparameters { get; }

    /// <summary>
    /// True if the rule squares the gradient, so that one whose square overflows is as bad as an infinite one: it is then found by the same check.
    /// True unless a rule says otherwise.
    /// </summary>
    protected internal virtual bool SquaresGradient => true;

    /// <summary>
    /// How many times larger than the largest gradient so far that is which the rule makes of the gradients, before it squares it if it does: 1/(1 −
    /// λ) for a sum that decays by λ. Gradients with which that would overflow are refused. 1 unless a rule says otherwise.
    /// </summary>
    /// <param name="iteration">The iteration, from 0.</param>
    /// <returns>At least 1.</returns>
    protected internal virtual double GrowthAt(long iteration) => 1;

    /// <summary>
    /// What the step of an iteration cannot be taken without, beside the gradients: unless a rule says otherwise, what the formula's state reads of
    /// it. A rule that reads the loss, or does without an input in some steps, says so.
    /// </summary>
    /// <param name="iteration">The iteration, from 0.</param>
    protected internal virtual StepInput InputsAt(long iteration) => StepInput.None;

    /// <summary>The name of the rule in states and messages: that of the class, unless a chain says more.</summary>
    protected internal virtual string RuleName => field ??= GetType().Name.Split('`')[0];

    /// <summary>
    /// What gradients are multiplied with before they are clipped; set by <see cref="LossScaling"/> for its steps. Below 1 one that is not finite is
    /// skipped.
    /// </summary>
    internal double GradientScale { get; set; } = 1;

    /// <summary>The engine's view of this optimizer.</summary>
    internal StepSource Source { get; }

    /// <summary>What the steps have left behind; null before the first one.</summary>
    internal StepSlots? Slots => _engine.Slots;

    /// <summary>The programs of the groups, made at the first step.</summary>
    private protected abstract IReadOnlyList<StepProgram> CreatePrograms();

    /// <inheritdoc/>
    public void Step(scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken = default)
    {
        if (IsPart)
            throw new InvalidOperationException($"This {RuleName} is a part of another optimizer, which steps in its place.");
        _engine.Step(this, parameters, cancellationToken);
    }

    StepInput ITakesInputs.InputsAt(long iteration) => InputsAt(iteration);

    void ITakesInputs.Supply(in StepInputs inputs) => _engine.Supply(inputs);

    /// <inheritdoc/>
    public void Watch(StepObserver observer) => _engine.Observers.Add(this, observer);

    /// <inheritdoc/>
    public void Unwatch(StepObserver observer) => _engine.Observers.Remove(observer);

    /// <summary>The name and the hyperparameters: "Adam(learningRate: 0.001, beta1: 0.9, ...)".</summary>
    public override string ToString() =>
        $"{RuleName}({string.Join(", ", Hyperparameters.Select(h => string.Create(CultureInfo.InvariantCulture, $"{h.Name}: {h.Value}")))})";

    /// <summary>A scheduled hyperparameter's value in an iteration, for rules, links and landings.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="iteration">The iteration, from 0.</param>
    /// <param name="name">The hyperparameter's name, for the message.</param>
    /// <param name="below">The value must be below this bound: 1 for a decay.</param>
    /// <exception cref="InvalidOperationException">The value is not finite, below 0, or not below the bound.</exception>
    public static double Evaluate(Schedule schedule, long iteration, string name, double below = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var value = schedule.At(iteration);
        if (value >= 0 && value < below)
            return value;
        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"{name} is {value} in iteration {iteration} by its schedule {schedule}; it must be at least 0 and below {below}. Nothing was changed."));
    }

    /// <summary>A decay that is set while the optimizer runs: no longer one that was the same in all steps.</summary>
    /// <param name="decay">The decay; its first value in [0, 1).</param>
    /// <param name="name">The hyperparameter's name, for the message.</param>
    protected Schedule Settable(Schedule decay, string name)
    {
        HyperparameterRange.Decay(decay, name);
        return Iteration == 0 && !IsPart ? decay : new ChangedSchedule(decay);
    }

    /// <summary>True once this rule steps as a part of another optimizer, which counts the steps.</summary>
    internal bool IsPart { get; private set; }

    /// <summary>Makes this optimizer the part of another one, before its first step.</summary>
    /// <param name="keepsRates">True in a group, where the rates and decays of the part count; in a chain those of the chain do.</param>
    internal void BecomePart(bool keepsRates = false)
    {
        if (Iteration > 0 || IsPart)
        {
            throw new InvalidOperationException(
                $"This {RuleName} has stepped, or is a part of another optimizer already. A chain or a group is made of rules that have not.");
        }

        (IsPart, _isSteered) = (true, !keepsRates);
    }

    private Schedule Mine(Schedule value, string name) => _isSteered
        ? throw new InvalidOperationException($"This {RuleName} is a part of a chain, whose own {name} counts. Set it there.")
        : value;

    /// <summary>What the schedules that every optimizer has say.</summary>
    internal StepRates RatesAt(long iteration) => new(
        Evaluate(LearningRate, iteration, nameof(LearningRate)),
        ReferenceEquals(L2Penalty, Zero) ? 0 : Evaluate(L2Penalty, iteration, nameof(L2Penalty)),
        ReferenceEquals(WeightDecay, Zero) ? 0 : Evaluate(WeightDecay, iteration, nameof(WeightDecay)));

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private IEnumerable<Hyperparameter> Common
    {
        get
        {
            if (L2Penalty != Zero)
                yield return new(Camel(nameof(L2Penalty)), L2Penalty);
            if (WeightDecay != Zero)
                yield return new(Camel(nameof(WeightDecay)), WeightDecay);
            if (Clipping is not null)
                yield return new(Camel(nameof(Clipping)), Clipping);
            if (Maximize)
                yield return new(Camel(nameof(Maximize)), Maximize);
            if (NonFinite != NonFiniteGradients.Throw)
                yield return new(Camel(nameof(NonFinite)), NonFinite);
        }
    }

    /// <summary>The optimizer as its engine sees it.</summary>
    internal sealed class StepSource(Optimizer optimizer) : IStepSource
    {
        public string RuleName => optimizer.RuleName;

        public IReadOnlyList<StepProgram> Programs => field ??= optimizer.CreatePrograms();

        public bool Maximize => optimizer.Maximize;

        public StepSettings Settings => new(
            optimizer.Clipping, optimizer.GradientScale == 1 ? optimizer.NonFinite : NonFiniteGradients.Skip, optimizer.MeasuresGradientNorm,
            optimizer.Maximize, optimizer.MaxThreads, optimizer.GradientScale);

        public IStepRunner? Runner => optimizer.Runner;

        public IStepExchange? Exchange => optimizer.Exchange;

        public void Ask(int group, long iteration, out GroupSettings settings)
        {
            var rule = optimizer.RuleOf(group);
            settings = new(
                optimizer.RatesOf(rule, iteration),
                rule.SquaresGradient,
                rule.GrowthAt(iteration),
                optimizer.Clipping is not null || optimizer.Maximize || optimizer.GradientScale != 1
                    || !ReferenceEquals(rule.L2Penalty, Zero) || !ReferenceEquals(rule.WeightDecay, Zero),
                rule.InputsAt(iteration));
        }

        public int GroupOf(in ParameterInfo parameter) => optimizer.Exchange?.Steps(parameter) == false ? -1 : optimizer.GroupOf(parameter);
    }

    /// <summary>Sets what every rule has of its own.</summary>
    private protected virtual void Share(Action<Optimizer> set)
    {
    }

    /// <summary>What the schedules of a group's rule say.</summary>
    private protected virtual StepRates RatesOf(Optimizer rule, long iteration) => rule.RatesAt(iteration);

    /// <summary>The rule of a group: this one, unless the optimizer is grouped.</summary>
    private protected virtual Optimizer RuleOf(int group) => this;

    /// <summary>The group of a parameter; −1 if it never steps.</summary>
    private protected virtual int GroupOf(in ParameterInfo parameter) => 0;
}
