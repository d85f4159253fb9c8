using System.Numerics;

namespace Optimizers.Steps;

/// <inheritdoc/>
internal sealed class SlotProgram<E, TRule, TLanding>(IPlan<TRule> rule, IPlan<TLanding> landing, StageRange ofRule, StageRange ofLanding)
    : SlotProgram<E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
    where TRule : struct, IUpdateRule
    where TLanding : struct, ILanding
{
    private PlainStep<TRule, TLanding> _plain;
    private Preparation _preparation;
    private bool _isPrepared;

    private PreparedStep<TRule, TLanding> Prepared => new(_plain, _preparation);

    public override void Plan(Slot slot, long iteration)
    {
        var info = new StepInfo(slot, iteration, slot.LearningRate, ofRule);
        _plain = new(rule.At(info), typeof(TLanding) == typeof(Descent) ? default : landing.At(new(slot, iteration, slot.LearningRate, ofLanding)));
        _isPrepared = slot.IsPrepared;
        if (_isPrepared)
            _preparation = slot.Preparation;
    }

    public override void Measure(int round, RoundResult result, int block, in StepMemory<E> memory)
    {
        if (_isPrepared)
            Measure(Prepared, round, result, block, memory);
        else
            Measure(_plain, round, result, block, memory);
    }

    public override void Step(Span<E> value, ReadOnlySpan<E> gradient, E[][] streams, int start, Shape shape, int origin)
    {
        if (_isPrepared)
            Run(Prepared, value, gradient, streams, start, shape, origin);
        else
            Run(_plain, value, gradient, streams, start, shape, origin);
    }

    public override void Hand(IStepVisitor visitor)
    {
        if (_isPrepared)
            visitor.Visit(Prepared);
        else
            visitor.Visit(_plain);
    }

    private static void Run<TStep>(TStep step, Span<E> value, ReadOnlySpan<E> gradient, E[][] streams, int start, Shape shape, int origin)
        where TStep : struct, IElementStep
    {
        if (shape.IsByRows && StepForms<TStep>.DependsOnOrder)
            Sweep<E, ByRowsStep<TStep>>.Run(new(step), value, gradient, streams, start, shape.Run, origin);
        else
            Sweep<E, TStep>.Run(step, value, gradient, streams, start, shape.Run, origin);
    }

    private static void Measure<TStep>(TStep step, int round, RoundResult result, int block, in StepMemory<E> memory)
        where TStep : struct, IElementStep
    {
        if (memory.IsByRows && StepForms<TStep>.DependsOnOrder)
            Gather<ByRowsStep<TStep>>(new(step), round, result, block, memory);
        else
            Gather(step, round, result, block, memory);
    }

    private static void Gather<TStep>(TStep step, int round, RoundResult result, int block, in StepMemory<E> memory)
        where TStep : struct, IElementStep
    {
        var kind = result.Round;
        switch (kind.Scope)
        {
            case MeasureScope.Whole:
                MeasureSweep<E, TStep>.Whole(step, round, memory, kind);
                break;
            case MeasureScope.RowsAndColumns:
                MeasureSweep<E, TStep>.GatherVectors(
                    step, round, memory, kind, result.BlockRows(block), result.AllColumns, result.BlockHead(block, memory.FirstColumn));
                break;
            default:
                Span<double> partials = stackalloc double[4 * MeasureSweep<E, TStep>.Partials];
                partials.Clear();
                MeasureSweep<E, TStep>.Gather(step, round, memory, kind, partials);
                var results = result.BlockResults(block);
                for (var value = 0; value < results.Length; value++)
                {
                    results[value] = MeasureSweep<E, TStep>.Join(
                        partials.Slice(value * MeasureSweep<E, TStep>.Partials, MeasureSweep<E, TStep>.Partials),
                        kind.Gathering == Gathering.Maximum);
                }

                break;
        }
    }
}
