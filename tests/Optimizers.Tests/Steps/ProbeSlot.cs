using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers.Tests.Steps;

/// <summary>A slot that takes each planned step in its own way, to see one rule through another arithmetic.</summary>
internal abstract class ProbeSlot(in Parameter parameter, int scalars) : Slot(parameter, scalars)
{
    /// <summary>Takes one step by the optimizer's rule.</summary>
    public void Step(Optimizer optimizer, long iteration)
    {
        Bind((new double[1], new double[1]));
        optimizer.Plan([this], iteration);
        Commit();
    }

    public sealed override void PlanElsewhere<TRule>(TRule rule)
    {
        if (IsPrepared)
            Take(new PreparedRule<TRule>(rule, Preparation));
        else
            Take(rule);
        IsPlanned = true;
    }

    public override bool IsFinite(int start, int count, bool squared) => throw new NotSupportedException();

    public override double SumOfSquares(int start, int count) => throw new NotSupportedException();

    public override double GradientAt(int index) => throw new NotSupportedException();

    public override void Step(int start, int count) => throw new NotSupportedException();

    protected abstract void Take<TRule>(TRule rule) where TRule : struct, IUpdateRule;
}

/// <summary>One coordinate in double-double.</summary>
internal sealed class ReferenceSlot(double start, int scalars) : ProbeSlot((new double[1], new double[1]), scalars)
{
    private State<DoubleDoubleArithmetic> _state;
    private DoubleDoubleArithmetic _value = DoubleDoubleArithmetic.Constant(start);

    public double Gradient { get; set; }

    public DoubleDoubleArithmetic Value => _value;

    protected override void Take<TRule>(TRule rule) => rule.Apply(ref _value, DoubleDoubleArithmetic.Constant(Gradient), ref _state);
}

/// <summary>A stretch of elements at one forced width of lanes. The length is a multiple of the width.</summary>
internal sealed class WidthSlot<T, E>(E[] value, E[] gradient, int scalars) : ProbeSlot((new double[1], new double[1]), scalars)
    where T : struct, ILanes<T, E>
    where E : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<E>
{
    private readonly E[][] _state = [.. Enumerable.Range(0, State<Scalar<E>>.Capacity).Select(_ => new E[value.Length])];

    protected override void Take<TRule>(TRule rule) =>
        Sweep<E, TRule>.Run<T>(rule, value, gradient, _state, 0, 0).Should().Be((nuint)value.Length);
}
