using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers.Tests.Steps;

/// <summary>Takes each planned step of a rule in a way of its own, to see one formula through another arithmetic or another width of lanes.</summary>
internal abstract class ProbeStep(Optimizer optimizer) : IStepVisitor
{
    private readonly StepEngine _engine = new(optimizer.Source);
    private readonly StepSlots _slots = new(optimizer.Source, [new ParameterInfo(0, null, 1, 1, false, ElementKind.Double)]);

    /// <summary>Takes one step.</summary>
    public void Step(long iteration)
    {
        _slots.Hold([(new double[1], new double[1])]);
        _engine.Ask(_slots, iteration);
        StepEngine.Plan(_slots, iteration, optimizer.Source.Settings, new GradientSize(double.NaN, 1, double.NaN));
        _slots[0].Hand(this);
        _slots.Commit();
    }

    void IStepVisitor.Visit<TStep>(TStep step) => Take(step);

    private protected abstract void Take<TStep>(TStep step) where TStep : struct, IElementStep;
}

/// <summary>One coordinate in double-double.</summary>
internal sealed class ReferenceStep(Optimizer optimizer, double start) : ProbeStep(optimizer)
{
    private State<DoubleDoubleArithmetic> _state;
    private DoubleDoubleArithmetic _value = DoubleDoubleArithmetic.Constant(start);

    public double Gradient { get; set; }

    public DoubleDoubleArithmetic Value => _value;

    private protected override void Take<TStep>(TStep step) => step.Step(ref _value, DoubleDoubleArithmetic.Constant(Gradient), ref _state);
}

/// <summary>A stretch of elements at one forced width of lanes. The length is a multiple of the width.</summary>
internal sealed class WidthStep<T, E>(Optimizer optimizer, E[] value, E[] gradient) : ProbeStep(optimizer)
    where T : struct, ILanes<T, E>
    where E : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<E>
{
    private readonly E[][] _state = [.. Enumerable.Range(0, State<Scalar<E>>.Capacity).Select(_ => new E[value.Length])];

    private protected override void Take<TStep>(TStep step) =>
        Sweep<E, TStep>.Run<T>(step, value, gradient, _state, 0, 0, 0, 0).Should().Be((nuint)value.Length);
}
