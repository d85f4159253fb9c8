using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

// What the steps have left behind: copied, restored, and handed on to another rule.
public abstract partial class Optimizer
{
    /// <inheritdoc/>
    public virtual double? MomentumDecay { get => null; set => throw NoMomentum(); }

    /// <summary>
    /// What the rule's state values are, by index: as many as the rule keeps a coordinate. It lets another rule take them over, and this one those of
    /// another. Empty unless overridden: nothing is taken over.
    /// </summary>
    protected internal virtual IReadOnlyList<StateMeaning> StateMeanings => [];

    /// <inheritdoc/>
    public OptimizerState Snapshot(OptimizerState? into = null)
    {
        var state = into ?? new OptimizerState();
        var slots = _slots ?? [];
        state.Rule = GetType();
        state.Iteration = Iteration;
        state.SkippedSteps = SkippedSteps;
        state.LastGradientNorm = LastGradientNorm;
        if (!Fits(state.Slots, slots))
            state.Slots = Array.ConvertAll(slots, SlotState.For);
        for (var i = 0; i < slots.Length; i++)
            slots[i].Save(state.Slots[i]);
        return state;
    }

    /// <inheritdoc/>
    public void Restore(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Rule != GetType())
            throw new ArgumentException($"The state is one of {state.Rule?.Name}; this is {GetType().Name}, which cannot read it.", nameof(state));
        if (state.Slots.Length == 0)
        {
            (_slots, _job) = (null, null);
        }
        else
        {
            if (_slots is not null && !Fits(state.Slots, _slots))
                throw new ArgumentException("The state is of parameters of other shapes or element types than the steps of this optimizer had.", nameof(state));
            if (_slots is null)
            {
                _slots = Array.ConvertAll(state.Slots, each => Slot.For(each.Shape, each.ElementType, ScalarCount));
                _job = new StepJob(_slots);
            }

            for (var i = 0; i < _slots.Length; i++)
                _slots[i].Load(state.Slots[i]);
        }

        Iteration = state.Iteration;
        SkippedSteps = state.SkippedSteps;
        LastGradientNorm = state.LastGradientNorm;
    }

    /// <inheritdoc/>
    public void Reset()
    {
        (_slots, _job) = (null, null);
        (Iteration, SkippedSteps, LastGradientNorm) = (0, 0, double.NaN);
    }

    /// <summary>
    /// Goes on where another optimizer is: its iteration, and of its state what has the same meaning here (<see cref="StateMeanings"/>). What this one has
    /// kept itself is forgotten;
    /// the other one stays as it is.
    /// </summary>
    /// <remarks>
    /// <para>A mean stays the mean that it is: Adam corrects it by the weight that it has, a rule without such a correction gets it whole. A decayed sum of
    /// gradients, a mean of them
    /// and a velocity become one another where that is exact up to rounding, which needs decays, and for a velocity the learning rate here, that are constants; the
    /// sum of all squares becomes their mean. All else starts anew, as in a first step.</para>
    /// <para>A rule that divides by squares takes nothing over without the squares: a momentum over a root of one small gradient would be a leap.</para>
    /// </remarks>
    /// <param name="from">The other one, of any rule.</param>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">It is this one.</exception>
    public void CarryOver(Optimizer from)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (ReferenceEquals(from, this))
            throw new ArgumentException("An optimizer cannot take over from itself.", nameof(from));
        Reset();
        Iteration = from.Iteration;
        if (from._slots is null)
            return;
        _slots = Array.ConvertAll(from._slots, each => Slot.For(each.Shape, each.ElementType, ScalarCount));
        _job = new StepJob(_slots);
        if (from.Maximize != Maximize)
            return; // The gradients remembered there have the other sign.
        for (var i = 0; i < _slots.Length; i++)
            TakeOver(_slots[i], from, from._slots[i]);
    }

    /// <summary>Has the observers of another optimizer, which it loses, watch this one.</summary>
    /// <param name="from">The other one.</param>
    internal void TakeObservers(Optimizer from)
    {
        if (ReferenceEquals(from, this))
            return;
        foreach (var observer in from._observers ?? [])
        {
            from.Unwatch(observer);
            Watch(observer);
        }
    }

    /// <summary>The form of a state value: not convertible, and a mean whole, unless a rule says more.</summary>
    /// <param name="index">Which.</param>
    /// <param name="steps">How many steps have changed the parameter.</param>
    /// <param name="scalars">What the rule remembers of the parameter as a whole.</param>
    /// <param name="rateScale">The parameter's own scale of the learning rate.</param>
    private protected virtual StateForm FormOf(int index, long steps, ReadOnlySpan<double> scalars, double rateScale) => new(StateMeanings[index]);

    /// <summary>Sets what the rule remembers of a parameter as a whole. False if that cannot be told, so that the parameter must start anew.</summary>
    /// <param name="scalars">What is to be set.</param>
    /// <param name="from">The optimizer before.</param>
    /// <param name="before">What it remembers of the parameter.</param>
    /// <param name="missing">What the weights of each state value lack to 1; 1 where it starts anew.</param>
    private protected virtual bool TakeOverScalars(
        Span<double> scalars, Optimizer from, ReadOnlySpan<double> before, ReadOnlySpan<RunningProduct> missing)
    {
        if (ScalarCount == 0)
            return true;
        if (from.GetType() != GetType())
            return false;
        before.CopyTo(scalars);
        return true;
    }

    /// <summary>A decay that holds from the next step on.</summary>
    private protected Schedule DecayFromNowOn(double? decay)
    {
        var constant = Schedule.Constant(HyperparameterRange.Decay(decay ?? double.NaN, nameof(MomentumDecay)));
        return Iteration == 0 ? constant : new LaterSchedule(constant, Iteration); // It was another before, so it is no constant.
    }

    private protected NotSupportedException NoMomentum() =>
        new($"{GetType().Name} has no momentum whose decay could be set; {nameof(MomentumDecay)} is null.");

    private static bool Fits(SlotState[] states, Slot[] slots)
    {
        if (states.Length != slots.Length)
            return false;
        for (var i = 0; i < slots.Length; i++)
        {
            if (!states[i].Fits(slots[i]))
                return false;
        }

        return true;
    }

    private void TakeOver(Slot slot, Optimizer from, Slot source)
    {
        if (source.StepCount == 0)
            return;
        var (meanings, theirs) = (StateMeanings, from.StateMeanings);
        var missing = new RunningProduct[meanings.Count];
        var found = new (int Index, double Factor)?[meanings.Count];
        var scale = source.Parameter.LearningRateScale;
        for (var i = 0; i < found.Length; i++)
        {
            missing[i] = RunningProduct.One;
            var form = FormOf(i, 0, slot.Scalars, scale);
            for (var j = 0; j < theirs.Count && found[i] is null && form.Meaning != StateMeaning.None; j++)
            {
                if (from.FormOf(j, source.StepCount, source.Scalars, scale).FactorTo(form, source.StepCount, out var lacking) is { } factor)
                    (found[i], missing[i]) = ((j, factor), lacking);
            }
        }

        // The squares decide where there are some, else the gradients: without them the parameter takes its first step again.
        var decides = Math.Max(0, Array.FindIndex([.. meanings], each => each is StateMeaning.SquareMean or StateMeaning.SquareSum));
        if ((found.Length > 0 && found[decides] is null) || !TakeOverScalars(slot.Scalars, from, source.Scalars, missing))
            return;
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i] is (var index, var factor))
                slot.TakeOver(i, source, index, factor);
        }

        slot.StepCount = source.StepCount;
    }
}
