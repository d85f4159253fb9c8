using System.Numerics;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Steps;

/// <summary>What an optimizer keeps for the i-th parameter of its steps, and that parameter's memory while a step is under way.</summary>
internal abstract class Slot(Shape shape, ElementType elementType, int scalars)
{
    private Parameter _parameter;
    private Preparation _preparation;
    private double[] _scalars = new double[scalars];
    private double[] _nextScalars = new double[scalars];

    protected Slot(in Parameter first, int scalars)
        : this(first.Shape, first.ElementType, scalars)
    {
    }

    public Shape Shape { get; } = shape;

    public ElementType ElementType { get; } = elementType;

    /// <summary>The parameter of the step under way; between steps, the last one's value.</summary>
    public ref readonly Parameter Parameter => ref _parameter;

    /// <summary>How many steps have changed this parameter.</summary>
    public long StepCount { get; set; }

    /// <summary>What the rule remembers of the parameter as a whole, as the last step has left it.</summary>
    public Span<double> Scalars => _scalars;

    /// <summary>What the rule remembers of the parameter as a whole. A step writes the next ones, which hold once it has ended.</summary>
    public Span<double> NextScalars => _nextScalars;

    /// <summary>True once the rule has said how it will step.</summary>
    public bool IsPlanned { get; protected set; }

    /// <summary>True if the rule's pass has a part that comes before the rule: <see cref="Preparation"/>.</summary>
    public bool IsPrepared { get; private set; }

    /// <summary>The part of the rule's pass that comes before the rule.</summary>
    public ref readonly Preparation Preparation => ref _preparation;

    public static Slot For(in Parameter parameter, int scalars) =>
        For(parameter.Shape, parameter.ElementType, scalars);

    public static Slot For(Shape shape, ElementType elementType, int scalars) =>
        elementType == ElementType.Float ? new Slot<float>(shape, elementType, scalars) : new Slot<double>(shape, elementType, scalars);

    /// <summary>Lends the slot the caller's memory.</summary>
    /// <returns>True if the value is where it was in the last step.</returns>
    public bool Bind(in Parameter parameter) => Optimizers.Parameter.Take(ref _parameter, parameter);

    /// <summary>Lets go of the caller's gradient.</summary>
    public void Release() => Optimizers.Parameter.DropGradient(ref _parameter);

    /// <summary>Prepares for the rule's plan, with nothing before the rule.</summary>
    public void Begin()
    {
        IsPrepared = false;
        IsPlanned = false;
        if (_scalars.Length > 0)
            _scalars.AsSpan().CopyTo(_nextScalars);
    }

    /// <summary>Prepares for the rule's plan.</summary>
    public void Begin(in Preparation preparation)
    {
        Begin();
        _preparation = preparation;
        IsPrepared = true;
    }

    /// <summary>Makes the step that has been taken the state of the slot.</summary>
    public void Commit()
    {
        (_scalars, _nextScalars) = (_nextScalars, _scalars);
        StepCount++;
    }

    /// <summary>Copies the state.</summary>
    public virtual void Save(SlotState into) => throw new NotSupportedException();

    /// <summary>Goes back to a state of the same shape and element type.</summary>
    public virtual void Load(SlotState from) => throw new NotSupportedException();

    /// <summary>Takes over a state value of another slot of the same shape and element type, times a factor; at 1 bit for bit.</summary>
    public virtual void TakeOver(int index, Slot from, int fromIndex, double factor) => throw new NotSupportedException();

    /// <summary>Fixes the rule of the step under way, for memory that is not spans of float or double. Those have a faster way.</summary>
    public virtual void PlanElsewhere<TRule>(TRule rule) where TRule : struct, IUpdateRule => throw new NotSupportedException();

    /// <summary>True if no element of a block of the gradient, or no square of one, is NaN or an infinity.</summary>
    public abstract bool IsFinite(int start, int count, bool squared);

    /// <summary>Σg² over a block of the gradient.</summary>
    public abstract double SumOfSquares(int start, int count);

    /// <summary>The gradient's element at an index.</summary>
    public abstract double GradientAt(int index);

    /// <summary>Takes the planned step on a block of elements.</summary>
    public abstract void Step(int start, int count);
}

/// <inheritdoc/>
internal sealed class Slot<E>(Shape shape, ElementType elementType, int scalars) : Slot(shape, elementType, scalars)
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private E[][] _state = [];
    private Sweep<E>? _sweep;

    /// <summary>Fixes the rule of the step under way. Allocates at the first step, and where a rule gives way to another type of rule.</summary>
    public void Plan<TRule>(TRule rule) where TRule : struct, IUpdateRule
    {
        if (IsPrepared)
            PlanPrepared(new PreparedRule<TRule>(rule, Preparation));
        else
            PlanPrepared(rule);
    }

    public override bool IsFinite(int start, int count, bool squared) =>
        Reduction.IsFinite(Parameter.Gradient<E>().Slice(start, count), squared);

    public override double SumOfSquares(int start, int count) => Reduction.SumOfSquares(Parameter.Gradient<E>().Slice(start, count));

    public override double GradientAt(int index) => Element.ToDouble(Parameter.Gradient<E>()[index]);

    public override void Step(int start, int count) =>
        _sweep!.Run(Parameter.Value<E>().Slice(start, count), Parameter.Gradient<E>().Slice(start, count), _state, start);

    public override void Save(SlotState into)
    {
        var state = (SlotState<E>)into;
        if (state.Values.Length != _state.Length)
            state.Values = [.. _state.Select(each => new E[each.Length])];
        for (var i = 0; i < _state.Length; i++)
            _state[i].AsSpan().CopyTo(state.Values[i]);
        if (state.Scalars.Length != Scalars.Length)
            state.Scalars = new double[Scalars.Length];
        Scalars.CopyTo(state.Scalars);
        state.StepCount = StepCount;
    }

    public override void Load(SlotState from)
    {
        var state = (SlotState<E>)from;
        if (_state.Length < state.Values.Length)
            Allocate(state.Values.Length);
        for (var i = 0; i < _state.Length; i++)
        {
            if (i < state.Values.Length)
                state.Values[i].AsSpan().CopyTo(_state[i]);
            else
                _state[i].AsSpan().Clear();
        }

        state.Scalars.CopyTo(Scalars);
        StepCount = state.StepCount;
    }

    public override void TakeOver(int index, Slot from, int fromIndex, double factor)
    {
        var source = ((Slot<E>)from)._state;
        if (fromIndex >= source.Length)
            return;
        if (_state.Length <= index)
            Allocate(index + 1);
        var (taken, state) = (source[fromIndex], _state[index]);
        if (factor == 1)
        {
            taken.AsSpan().CopyTo(state);
            return;
        }

        for (var i = 0; i < state.Length; i++)
            state[i] = Element.From<E>(factor * Element.ToDouble(taken[i]));
    }

    private void PlanPrepared<TRule>(TRule rule) where TRule : struct, IUpdateRule
    {
        if (_sweep is not Sweep<E, TRule> sweep)
        {
            if (_state.Length < TRule.StateCount)
                Allocate(TRule.StateCount);
            _sweep = sweep = new Sweep<E, TRule>();
        }

        sweep.Rule = rule;
        IsPlanned = true;
    }

    private void Allocate(int stateCount)
    {
        if (stateCount > State<Scalar<E>>.Capacity)
        {
            throw new InvalidOperationException(
                $"The rule asks for {stateCount} state values a coordinate; at most {State<Scalar<E>>.Capacity} are possible.");
        }

        var state = new E[stateCount][];
        for (var i = 0; i < stateCount; i++)
            state[i] = i < _state.Length ? _state[i] : new E[Shape.Length];
        _state = state;
    }
}
