using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>One pass over the memory of a parameter, its gradient and its state, in which a step is taken.</summary>
internal static class Sweep<E, TStep>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
    where TStep : struct, IElementStep
{
    /// <summary>Takes the step on a block of elements.</summary>
    /// <param name="step">The step with its numbers.</param>
    /// <param name="value">The block of values.</param>
    /// <param name="gradient">The block of gradients, as long.</param>
    /// <param name="streams">The state arrays of the whole parameter, <see cref="IStage.StateCount"/> of them.</param>
    /// <param name="start">Where the block starts in the parameter.</param>
    /// <param name="rows">The rows of the parameter.</param>
    /// <param name="origin">Where the arrays of one number an element start in it.</param>
    public static void Run(TStep step, Span<E> value, ReadOnlySpan<E> gradient, E[][] streams, int start, int rows, int origin)
    {
        if (!StepForms<TStep>.HasVectors)
        {
            Segment(step, value, gradient, streams, start - origin, 0, 0);
            return;
        }

        // A column at a time: its value is one number, and the rows' values lie beside its elements.
        for (var done = 0; done < value.Length;)
        {
            var (column, row) = Math.DivRem(start + done, rows);
            var count = Math.Min(rows - row, value.Length - done);
            Segment(step, value.Slice(done, count), gradient.Slice(done, count), streams, start - origin + done, row, column);
            done += count;
        }
    }

    private static void Segment(TStep step, Span<E> value, ReadOnlySpan<E> gradient, E[][] streams, int start, int row, int column)
    {
        var length = (nuint)value.Length;
        nuint done = 0;
        if (Vector512.IsHardwareAccelerated && length - done >= (nuint)Vector512<E>.Count)
            done = Run<Lanes512<E>>(step, value, gradient, streams, start, row, column, done);
        if (Vector256.IsHardwareAccelerated && length - done >= (nuint)Vector256<E>.Count)
            done = Run<Lanes256<E>>(step, value, gradient, streams, start, row, column, done);
        if (Vector128.IsHardwareAccelerated && length - done >= (nuint)Vector128<E>.Count)
            done = Run<Lanes128<E>>(step, value, gradient, streams, start, row, column, done);
        if (length > done)
            Run<Scalar<E>>(step, value, gradient, streams, start, row, column, done);
    }

    /// <summary>Takes the step on as many elements as whole lanes cover, by the loop that has room for the step's state.</summary>
    /// <inheritdoc cref="Few{T}"/>
    internal static nuint Run<T>(
        TStep step, Span<E> value, ReadOnlySpan<E> gradient, E[][] streams, int start, int row, int column, nuint done)
        where T : struct, ILanes<T, E> => TStep.StateCount <= 4
            ? Few<T>(step, value, gradient, streams, start, row, column, done)
            : Many<T>(step, value, gradient, streams, start, row, column, done);

    // Not inlined: when the caller is recompiled after some thousand steps, this loop would go into it, and the rule's operations would no longer
    // fit what the JIT inlines there (10 times slower).
    /// <summary>Takes the step on as many elements as whole lanes cover.</summary>
    /// <param name="step">The step. By value: a copy in registers cannot change while memory is written.</param>
    /// <param name="value">The segment of values.</param>
    /// <param name="gradient">The segment of gradients, as long.</param>
    /// <param name="streams">The state arrays.</param>
    /// <param name="start">Where the segment starts in those of one number an element.</param>
    /// <param name="row">Where it starts in those of one number a row.</param>
    /// <param name="column">Its place in those of one number a column.</param>
    /// <param name="done">How many elements of the segment have taken their step.</param>
    /// <returns>How many have now.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nuint Few<T>(
        TStep step, Span<E> value, ReadOnlySpan<E> gradient, E[][] streams, int start, int row, int column, nuint done)
        where T : struct, ILanes<T, E>
    {
        var lanes = (nuint)T.Count;
        var length = (nuint)value.Length;
        if (done + lanes > length)
            return done;

        ref var theta = ref MemoryMarshal.GetReference(value);
        ref var gradients = ref MemoryMarshal.GetReference(gradient);
        ref var s0 = ref At(streams, 0, start, row, column);
        ref var s1 = ref At(streams, 1, start, row, column);
        ref var s2 = ref At(streams, 2, start, row, column);
        ref var s3 = ref At(streams, 3, start, row, column);
        var i = done;
        do
        {
            var parameter = T.Load(ref theta, i);
            var g = T.Load(ref gradients, i);
            var state = default(State<T>);
            if (TStep.StateCount > 0)
                state.First = Read<T>(0, ref s0, i);
            if (TStep.StateCount > 1)
                state.Second = Read<T>(1, ref s1, i);
            if (TStep.StateCount > 2)
                state.Third = Read<T>(2, ref s2, i);
            if (TStep.StateCount > 3)
                state.Fourth = Read<T>(3, ref s3, i);
            step.Step(ref parameter, g, ref state);
            parameter.Store(ref theta, i);
            if (TStep.StateCount > 0 && TStep.FormOf(0) == StateForm.Element)
                state.First.Store(ref s0, i);
            if (TStep.StateCount > 1 && TStep.FormOf(1) == StateForm.Element)
                state.Second.Store(ref s1, i);
            if (TStep.StateCount > 2 && TStep.FormOf(2) == StateForm.Element)
                state.Third.Store(ref s2, i);
            if (TStep.StateCount > 3 && TStep.FormOf(3) == StateForm.Element)
                state.Fourth.Store(ref s3, i);
            i += lanes;
        }
        while (i + lanes <= length);
        return i;
    }

    /// <inheritdoc cref="Few{T}"/>
    /// <remarks>Apart from the other: what it has more would use up what the JIT inlines, and slow all rules down.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nuint Many<T>(
        TStep step, Span<E> value, ReadOnlySpan<E> gradient, E[][] streams, int start, int row, int column, nuint done)
        where T : struct, ILanes<T, E>
    {
        var lanes = (nuint)T.Count;
        var length = (nuint)value.Length;
        if (done + lanes > length)
            return done;

        ref var theta = ref MemoryMarshal.GetReference(value);
        ref var gradients = ref MemoryMarshal.GetReference(gradient);
        ref var s0 = ref At(streams, 0, start, row, column);
        ref var s1 = ref At(streams, 1, start, row, column);
        ref var s2 = ref At(streams, 2, start, row, column);
        ref var s3 = ref At(streams, 3, start, row, column);
        ref var s4 = ref At(streams, 4, start, row, column);
        ref var s5 = ref At(streams, 5, start, row, column);
        ref var s6 = ref At(streams, 6, start, row, column);
        ref var s7 = ref At(streams, 7, start, row, column);
        ref var s8 = ref At(streams, 8, start, row, column);
        ref var s9 = ref At(streams, 9, start, row, column);
        ref var s10 = ref At(streams, 10, start, row, column);
        ref var s11 = ref At(streams, 11, start, row, column);
        ref var s12 = ref At(streams, 12, start, row, column);
        ref var s13 = ref At(streams, 13, start, row, column);
        ref var s14 = ref At(streams, 14, start, row, column);
        ref var s15 = ref At(streams, 15, start, row, column);
        var i = done;
        do
        {
            var parameter = T.Load(ref theta, i);
            var g = T.Load(ref gradients, i);
            var state = default(State<T>);
            if (TStep.StateCount > 0)
                state.First = Read<T>(0, ref s0, i);
            if (TStep.StateCount > 1)
                state.Second = Read<T>(1, ref s1, i);
            if (TStep.StateCount > 2)
                state.Third = Read<T>(2, ref s2, i);
            if (TStep.StateCount > 3)
                state.Fourth = Read<T>(3, ref s3, i);
            if (TStep.StateCount > 4)
                state.Fifth = Read<T>(4, ref s4, i);
            if (TStep.StateCount > 5)
                state.Sixth = Read<T>(5, ref s5, i);
            if (TStep.StateCount > 6)
                state.Seventh = Read<T>(6, ref s6, i);
            if (TStep.StateCount > 7)
                state.Eighth = Read<T>(7, ref s7, i);
            if (TStep.StateCount > 8)
                state.Ninth = Read<T>(8, ref s8, i);
            if (TStep.StateCount > 9)
                state.Tenth = Read<T>(9, ref s9, i);
            if (TStep.StateCount > 10)
                state.Eleventh = Read<T>(10, ref s10, i);
            if (TStep.StateCount > 11)
                state.Twelfth = Read<T>(11, ref s11, i);
            if (TStep.StateCount > 12)
                state.Thirteenth = Read<T>(12, ref s12, i);
            if (TStep.StateCount > 13)
                state.Fourteenth = Read<T>(13, ref s13, i);
            if (TStep.StateCount > 14)
                state.Fifteenth = Read<T>(14, ref s14, i);
            if (TStep.StateCount > 15)
                state.Sixteenth = Read<T>(15, ref s15, i);
            step.Step(ref parameter, g, ref state);
            parameter.Store(ref theta, i);
            if (TStep.StateCount > 0 && TStep.FormOf(0) == StateForm.Element)
                state.First.Store(ref s0, i);
            if (TStep.StateCount > 1 && TStep.FormOf(1) == StateForm.Element)
                state.Second.Store(ref s1, i);
            if (TStep.StateCount > 2 && TStep.FormOf(2) == StateForm.Element)
                state.Third.Store(ref s2, i);
            if (TStep.StateCount > 3 && TStep.FormOf(3) == StateForm.Element)
                state.Fourth.Store(ref s3, i);
            if (TStep.StateCount > 4 && TStep.FormOf(4) == StateForm.Element)
                state.Fifth.Store(ref s4, i);
            if (TStep.StateCount > 5 && TStep.FormOf(5) == StateForm.Element)
                state.Sixth.Store(ref s5, i);
            if (TStep.StateCount > 6 && TStep.FormOf(6) == StateForm.Element)
                state.Seventh.Store(ref s6, i);
            if (TStep.StateCount > 7 && TStep.FormOf(7) == StateForm.Element)
                state.Eighth.Store(ref s7, i);
            if (TStep.StateCount > 8 && TStep.FormOf(8) == StateForm.Element)
                state.Ninth.Store(ref s8, i);
            if (TStep.StateCount > 9 && TStep.FormOf(9) == StateForm.Element)
                state.Tenth.Store(ref s9, i);
            if (TStep.StateCount > 10 && TStep.FormOf(10) == StateForm.Element)
                state.Eleventh.Store(ref s10, i);
            if (TStep.StateCount > 11 && TStep.FormOf(11) == StateForm.Element)
                state.Twelfth.Store(ref s11, i);
            if (TStep.StateCount > 12 && TStep.FormOf(12) == StateForm.Element)
                state.Thirteenth.Store(ref s12, i);
            if (TStep.StateCount > 13 && TStep.FormOf(13) == StateForm.Element)
                state.Fourteenth.Store(ref s13, i);
            if (TStep.StateCount > 14 && TStep.FormOf(14) == StateForm.Element)
                state.Fifteenth.Store(ref s14, i);
            if (TStep.StateCount > 15 && TStep.FormOf(15) == StateForm.Element)
                state.Sixteenth.Store(ref s15, i);
            i += lanes;
        }
        while (i + lanes <= length);
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref E At(E[][] streams, int index, int start, int row, int column)
    {
        if (TStep.StateCount <= index)
            return ref Unsafe.NullRef<E>();
        var from = TStep.FormOf(index) switch
        {
            StateForm.Row or StateForm.PendingRow => row,
            StateForm.Column or StateForm.PendingColumn => column,
            _ => start,
        };
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(streams[index]), from);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Read<T>(int index, ref E stream, nuint i) where T : struct, ILanes<T, E> =>
        TStep.FormOf(index) is StateForm.Column or StateForm.PendingColumn ? T.Broadcast(ref stream) : T.Load(ref stream, i);
}
