using System.Globalization;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// The base of every optimizer: knows parameters, their states and the way of a step. A rule adds its hyperparameters and its formula.
/// </summary>
/// <remarks>
/// <para>A step goes one way: the gradients are checked, clipped, turned around to maximize, and given the L2 penalty; the value is shrunk by
/// decoupled weight decay; the rule moves it. All that is one pass over memory after the check.</para>
/// <para>For the same input a step gives the same bits on any number of threads and at any width of the processor. The first step allocates the
/// state; later ones allocate nothing. An optimizer is used by one thread at a time.</para>
/// </remarks>
#pragma warning disable CA1001 // The views of pinned spans own no memory.
public abstract partial class Optimizer : IOptimizer
#pragma warning restore CA1001
{
    internal static readonly Schedule Zero = Schedule.Constant(0);

    private readonly PinnedMemory<double> _doubleValue = new();
    private readonly PinnedMemory<double> _doubleGradient = new();
    private readonly PinnedMemory<float> _floatValue = new();
    private readonly PinnedMemory<float> _floatGradient = new();
    private Slot[]? _slots;
    private StepJob? _job;
    private StepObserver[]? _observers;

    /// <summary>An optimizer with a learning rate.</summary>
    /// <param name="learningRate">α(i), at least 0 in every iteration. A number is a constant schedule.</param>
    /// <exception cref="ArgumentNullException">The schedule is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The schedule's first value is not finite or is below 0.</exception>
    protected Optimizer(Schedule learningRate) => LearningRate = HyperparameterRange.NotNegative(learningRate);

    /// <inheritdoc/>
    public Schedule LearningRate { get; set => field = HyperparameterRange.NotNegative(value, nameof(LearningRate)); }

    /// <inheritdoc/>
    public Schedule WeightDecay { get; set => field = HyperparameterRange.NotNegative(value, nameof(WeightDecay)); } = Zero;

    /// <inheritdoc/>
    public Schedule DecoupledWeightDecay { get; set => field = HyperparameterRange.NotNegative(value, nameof(DecoupledWeightDecay)); } = Zero;

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

    /// <summary>How many threads a large step may use: at least 1; by default as many as there are processors. No result depends on it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxThreads
    {
        get;
        set => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(MaxThreads)} is {value}; it must be at least 1.");
    } = Environment.ProcessorCount;

    /// <inheritdoc/>
    public long Iteration { get; private set; }

    /// <summary>How many steps were left out because a gradient was not finite (see <see cref="NonFiniteGradients.Skip"/>).</summary>
    public long SkippedSteps { get; private set; }

    /// <summary>
    /// ‖g‖₂ over all parameters of the last step, before clipping; NaN before the first step and where <see cref="Clipping"/> does not need it.
    /// </summary>
    public double LastGradientNorm { get; private set; } = double.NaN;

    /// <summary>All hyperparameters: those of the rule, then those that every optimizer has and that are not at their defaults.</summary>
    public IReadOnlyList<Hyperparameter> Hyperparameters => [new(Camel(nameof(LearningRate)), LearningRate), .. RuleHyperparameters, .. Common];

    /// <summary>The hyperparameters of the rule but the learning rate, named as in its constructor.</summary>
    protected abstract IEnumerable<Hyperparameter> RuleHyperparameters { get; }

    /// <summary>How many numbers the rule remembers of a parameter as a whole (<see cref="UpdateContext.Scalars"/>).</summary>
    protected internal virtual int ScalarCount => 0;

    /// <summary>
    /// True if the rule squares the gradient, so that one whose square overflows is as bad as an infinite one: it is then found by the same check,
    /// unless <see cref="Clipping"/> makes it small. True unless a rule says otherwise.
    /// </summary>
    protected internal virtual bool SquaresGradient => true;

    private bool NeedsSquares => SquaresGradient && Clipping is null;

    /// <summary>True where a step is more than the rule: one rule then runs behind its preparation, always, so that no step allocates anew.</summary>
    private bool IsPrepared => Clipping is not null || Maximize || WeightDecay != Zero || DecoupledWeightDecay != Zero;

    private double GradientScale
    {
        get
        {
            var clip = Clipping is { NeedsNorm: true } && LastGradientNorm > Clipping.MaxNorm ? Clipping.MaxNorm / LastGradientNorm : 1;
            return Maximize ? -clip : clip;
        }
    }

    private IEnumerable<Hyperparameter> Common
    {
        get
        {
            if (WeightDecay != Zero)
                yield return new(Camel(nameof(WeightDecay)), WeightDecay);
            if (DecoupledWeightDecay != Zero)
                yield return new(Camel(nameof(DecoupledWeightDecay)), DecoupledWeightDecay);
            if (Clipping is not null)
                yield return new(Camel(nameof(Clipping)), Clipping);
            if (Maximize)
                yield return new(Camel(nameof(Maximize)), Maximize);
            if (NonFinite != NonFiniteGradients.Throw)
                yield return new(Camel(nameof(NonFinite)), NonFinite);
        }
    }

    /// <inheritdoc/>
    public void Step(scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var slots = Open(parameters);
        var job = _slots is null ? new StepJob(slots) : _job!;
        try
        {
            if (!Admit(slots, job))
                return;
            var learningRate = Plan(slots, Iteration);
            cancellationToken.ThrowIfCancellationRequested();
            var observers = _observers;
            if (observers is not null)
            {
                foreach (var observer in observers)
                    observer.Before(this, slots, learningRate);
            }

            job.Step(MaxThreads);
            Commit(slots, job);
            if (observers is not null)
            {
                foreach (var observer in observers)
                    observer.After(this, slots);
            }
        }
        finally
        {
            foreach (var slot in slots)
                slot.Release();
        }
    }

    /// <inheritdoc/>
    public unsafe void Step(Span<double> value, ReadOnlySpan<double> gradient)
    {
        fixed (double* v = value, g = gradient)
        {
            _doubleValue.Point(v, value.Length);
            _doubleGradient.Point(g, gradient.Length);
            Step([new Parameter(_doubleValue.Memory, _doubleGradient.Memory)]);
        }
    }

    /// <inheritdoc/>
    public unsafe void Step(Span<float> value, ReadOnlySpan<float> gradient)
    {
        fixed (float* v = value, g = gradient)
        {
            _floatValue.Point(v, value.Length);
            _floatGradient.Point(g, gradient.Length);
            Step([new Parameter(_floatValue.Memory, _floatGradient.Memory)]);
        }
    }

    /// <inheritdoc/>
    public void Watch(StepObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (_observers is not null && Array.IndexOf(_observers, observer) >= 0)
            return;
        _observers = [.. _observers ?? [], observer];
        observer.Watching(this);
    }

    /// <inheritdoc/>
    public void Unwatch(StepObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (_observers is null)
            return;
        var others = Array.FindAll(_observers, other => other != observer);
        _observers = others.Length == 0 ? null : others;
    }

    /// <summary>The name and the hyperparameters: "Adam(learningRate: 0.001, beta1: 0.9, ...)".</summary>
    public override string ToString() =>
        $"{GetType().Name}({string.Join(", ", Hyperparameters.Select(h => string.Create(CultureInfo.InvariantCulture, $"{h.Name}: {h.Value}")))})";

    /// <summary>Says by which rule a parameter steps in this iteration: <c>context.Apply(new MyRule(...))</c>.</summary>
    /// <param name="context">The parameter and the iteration.</param>
    protected internal abstract void Update(in UpdateContext context);

    /// <summary>A scheduled hyperparameter's value in an iteration.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="iteration">The iteration, from 0.</param>
    /// <param name="name">The hyperparameter's name, for the message.</param>
    /// <param name="below">The value must be below this bound: 1 for a decay.</param>
    /// <exception cref="InvalidOperationException">The value is not finite, below 0, or not below the bound.</exception>
    protected static double Evaluate(Schedule schedule, long iteration, string name, double below = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var value = schedule.At(iteration);
        if (value >= 0 && value < below)
            return value;
        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"{name} is {value} in iteration {iteration} by its schedule {schedule}; it must be at least 0 and below {below}. Nothing was changed."));
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Place(int position, in Parameter parameter) =>
        parameter.Name is null ? $"parameters[{position}]" : $"parameters[{position}] ({parameter.Name})";

    /// <summary>The door: all that can be wrong with the parameters is found here. Returns the slots with the parameters bound.</summary>
    private Slot[] Open(scoped ReadOnlySpan<Parameter> parameters)
    {
        if (parameters.IsEmpty)
            throw new ArgumentException("The step has no parameters; it needs at least one value with its gradient.", nameof(parameters));
        if (_slots is not null && _slots.Length != parameters.Length)
        {
            throw new ArgumentException(
                $"The step has {parameters.Length} parameters, but the first one had {_slots.Length}: every step takes the same ones in the same order.",
                nameof(parameters));
        }

        for (var i = 0; i < parameters.Length; i++)
            Check(parameters, i, _slots?[i]);

        var slots = _slots ?? new Slot[parameters.Length];
        var stayed = true;
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i] ??= Slot.For(parameters[i], ScalarCount);
            stayed &= slots[i].Bind(parameters[i]);
        }

        if (!stayed)
            CheckApart(parameters);
        return slots;
    }

    private static void Check(scoped ReadOnlySpan<Parameter> parameters, int position, Slot? slot)
    {
        ref readonly var parameter = ref parameters[position];
        if (parameter.IsNull)
            throw new ArgumentNullException(nameof(parameters), $"{Place(position, parameter)}: the value or its gradient is null.");
        if (parameter.Fault is not null)
            throw new ArgumentException($"{Place(position, parameter)}: {parameter.Fault}.", nameof(parameters));
        if (slot is not null && (parameter.Shape != slot.Shape || parameter.ElementType != slot.ElementType))
        {
            throw new ArgumentException(
                $"{Place(position, parameter)} is {Parameter.Describe(parameter.Shape, parameter.ElementType)}, but in the first step it was {Parameter.Describe(slot.Shape, slot.ElementType)}: "
                + "every step takes the same parameters in the same order.",
                nameof(parameters));
        }

        CheckScale(nameof(Parameter.LearningRateScale), parameter.LearningRateScale);
        CheckScale(nameof(Parameter.WeightDecayScale), parameter.WeightDecayScale);

        void CheckScale(string name, double scale)
        {
            if (!(scale >= 0 && double.IsFinite(scale)))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"parameters[{position}]: {name} is {scale}; it must be finite and at least 0."),
                    nameof(parameters));
            }
        }
    }

    private static void CheckApart(scoped ReadOnlySpan<Parameter> parameters)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            for (var j = i + 1; j < parameters.Length; j++)
            {
                if (parameters[i].SharesMemory(parameters[j]))
                {
                    throw new ArgumentException(
                        $"{Place(i, parameters[i])} and {Place(j, parameters[j])} share memory; a step would change it twice. "
                        + "Add the gradients of a shared value up and pass it once.",
                        nameof(parameters));
                }
            }
        }
    }

    /// <summary>Looks at the gradients. False if this step is to be skipped.</summary>
    private bool Admit(Slot[] slots, StepJob job)
    {
        var needsNorm = Clipping is { NeedsNorm: true };
        var norm = needsNorm ? job.GradientNorm(MaxThreads) : double.NaN;
        var isFinite = NonFinite == NonFiniteGradients.Pass || (needsNorm ? double.IsFinite(norm) : job.IsFinite(NeedsSquares, MaxThreads));
        if (isFinite)
        {
            LastGradientNorm = norm;
            return true;
        }

        var skips = NonFinite == NonFiniteGradients.Skip;
        if (skips)
            SkippedSteps++;
        if (skips && _observers is null)
            return false;
        var fault = FirstNonFinite(slots);
        foreach (var observer in _observers ?? [])
            observer.Refused(this, fault);
        return skips ? false : throw fault;
    }

    /// <summary>The step has been taken: what was planned is now the state. Before the observers see it, who could not take it back.</summary>
    private void Commit(Slot[] slots, StepJob job)
    {
        foreach (var slot in slots)
        {
            if (!slot.Parameter.Frozen)
                slot.Commit();
        }

        _slots = slots;
        _job = job;
        Iteration++;
    }

    private NonFiniteGradientException FirstNonFinite(Slot[] slots)
    {
        var position = 0;
        while (slots[position].Parameter.Frozen || slots[position].IsFinite(0, slots[position].Shape.Length, NeedsSquares))
            position++;
        var slot = slots[position];
        var index = 0;
        while (slot.IsFinite(index, 1, NeedsSquares))
            index++;
        return new NonFiniteGradientException(position, slot.Parameter, index, slot.GradientAt(index), Iteration);
    }

    /// <summary>Asks the rule for every parameter's step. Nothing of the caller's is written yet, and no state.</summary>
    /// <returns>α of the step.</returns>
    internal double Plan(Slot[] slots, long iteration)
    {
        var learningRate = Evaluate(LearningRate, iteration, nameof(LearningRate));
        var isPrepared = IsPrepared;
        var weightDecay = isPrepared ? Evaluate(WeightDecay, iteration, nameof(WeightDecay)) : 0;
        var decoupled = isPrepared ? Evaluate(DecoupledWeightDecay, iteration, nameof(DecoupledWeightDecay)) : 0;
        var scale = isPrepared ? GradientScale : 1;
        foreach (var slot in slots)
        {
            ref readonly var parameter = ref slot.Parameter;
            if (parameter.Frozen)
                continue;
            var rate = learningRate * parameter.LearningRateScale;
            if (isPrepared)
            {
                slot.Begin(new Preparation(
                    scale,
                    Clipping?.MaxValue ?? double.PositiveInfinity,
                    weightDecay * parameter.WeightDecayScale,
                    rate * decoupled * parameter.WeightDecayScale));
            }
            else
            {
                slot.Begin();
            }

            Update(new UpdateContext(slot, iteration, rate));
            if (!slot.IsPlanned)
                throw new InvalidOperationException($"{GetType().Name}.{nameof(Update)} did not call {nameof(UpdateContext.Apply)}. Nothing was changed.");
        }

        return learningRate;
    }
}
