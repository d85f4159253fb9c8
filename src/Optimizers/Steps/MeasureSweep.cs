using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>
/// One pass over the memory of a parameter in which a round is gathered: in double, whatever the element type, and in an order that no width of lanes
/// changes. Nothing is written but the result.
/// </summary>
internal static class MeasureSweep<E, TStep>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
    where TStep : struct, IElementStep
{
    /// <summary>Partial results: element i of a segment goes to the partial result i mod this, and these are joined in pairs.</summary>
    public const int Partials = 8;

    /// <summary>Keeps every value of the elements of a block.</summary>
    public static void Whole(TStep step, int round, in StepMemory<E> memory, in Round kind)
    {
        foreach (var segment in memory.Segments(StepForms<TStep>.HasVectors))
            Keep(step, round, segment, kind.Into, kind.Values);
    }

    /// <summary>Gathers the values of the elements of a block into <see cref="Partials"/> results a value.</summary>
    public static void Gather(TStep step, int round, in StepMemory<E> memory, in Round kind, Span<double> partials)
    {
        var isMaximum = kind.Gathering == Gathering.Maximum;
        foreach (var segment in memory.Segments(StepForms<TStep>.HasVectors))
            Gather(step, round, segment, kind.Values, isMaximum, partials);
    }

    /// <summary>Gathers the rows and columns of a block.</summary>
    /// <param name="step">The step.</param>
    /// <param name="round">The round.</param>
    /// <param name="memory">The block.</param>
    /// <param name="kind">What is gathered.</param>
    /// <param name="rows">A result a row and value, of this block alone.</param>
    /// <param name="columns">A result a column and value, of the whole parameter: those of the columns that begin in this block.</param>
    /// <param name="head">The results of the block's first column, of this block alone.</param>
    public static void GatherVectors(
        TStep step, int round, in StepMemory<E> memory, in Round kind, Span<double> rows, Span<double> columns, Span<double> head)
    {
        var isMaximum = kind.Gathering == Gathering.Maximum;
        Span<double> partials = stackalloc double[Measured<Scalar<double>>.Capacity * Partials];
        var isFirst = true;
        foreach (var segment in memory.Segments(byColumn: true))
        {
            AddToRows(step, round, segment, kind.Values, isMaximum, rows, memory.Rows);
            partials.Clear();
            Gather(step, round, segment, kind.Values, isMaximum, partials);
            for (var value = 0; value < kind.Values; value++)
            {
                var total = Join(partials.Slice(value * Partials, Partials), isMaximum);
                if (isFirst)
                    head[value] = total;
                else
                    columns[(value * memory.Columns) + segment.Column] = total;
            }

            isFirst = false;
        }
    }

    /// <summary>The partial results of one value, joined.</summary>
    public static double Join(ReadOnlySpan<double> p, bool isMaximum) => isMaximum
        ? Math.Max(Math.Max(Math.Max(p[0], p[4]), Math.Max(p[2], p[6])), Math.Max(Math.Max(p[1], p[5]), Math.Max(p[3], p[7])))
        : ((p[0] + p[4]) + (p[2] + p[6])) + ((p[1] + p[5]) + (p[3] + p[7]));

    private static void Keep(TStep step, int round, in StepSegment<E> segment, int into, int values)
    {
        nuint done = 0;
        if (Vector512.IsHardwareAccelerated)
            done = Keep<Lanes512<double>>(step, round, segment, into, values, done);
        if (Vector256.IsHardwareAccelerated)
            done = Keep<Lanes256<double>>(step, round, segment, into, values, done);
        if (Vector128.IsHardwareAccelerated)
            done = Keep<Lanes128<double>>(step, round, segment, into, values, done);
        Keep<Scalar<double>>(step, round, segment, into, values, done);
    }

    private static void AddToRows(
        TStep step, int round, in StepSegment<E> segment, int values, bool isMaximum, Span<double> rows, int rowCount)
    {
        nuint done = 0;
        ref var first = ref MemoryMarshal.GetReference(rows);
        if (Vector512.IsHardwareAccelerated)
            done = AddToRows<Lanes512<double>>(step, round, segment, values, isMaximum, ref first, (nuint)rowCount, done);
        if (Vector256.IsHardwareAccelerated)
            done = AddToRows<Lanes256<double>>(step, round, segment, values, isMaximum, ref first, (nuint)rowCount, done);
        if (Vector128.IsHardwareAccelerated)
            done = AddToRows<Lanes128<double>>(step, round, segment, values, isMaximum, ref first, (nuint)rowCount, done);
        AddToRows<Scalar<double>>(step, round, segment, values, isMaximum, ref first, (nuint)rowCount, done);
    }

    private static void Gather(TStep step, int round, in StepSegment<E> segment, int values, bool isMaximum, Span<double> partials)
    {
        ref var partial = ref MemoryMarshal.GetReference(partials);
        if (Vector512.IsHardwareAccelerated)
            Gather<Lanes512<double>>(step, round, segment, values, isMaximum, ref partial);
        else if (Vector256.IsHardwareAccelerated)
            Gather<Lanes256<double>>(step, round, segment, values, isMaximum, ref partial);
        else if (Vector128.IsHardwareAccelerated)
            Gather<Lanes128<double>>(step, round, segment, values, isMaximum, ref partial);
        else
            Gather<Scalar<double>>(step, round, segment, values, isMaximum, ref partial);

        // What is left over goes to the partial results in the same order, one element at a time.
        var length = (nuint)segment.Value.Length;
        for (var i = length - (length % Partials); i < length; i++)
        {
            var measured = At<Scalar<double>>(ref step, round, segment, i);
            for (var value = 0; value < values; value++)
                Add(value == 0 ? measured.First : value == 1 ? measured.Second : value == 2 ? measured.Third : measured.Fourth,
                    ref Unsafe.Add(ref partial, (value * Partials) + (int)(i % Partials)), isMaximum);
        }
    }

    /// <summary>One pass for each group of partial results that fits the lanes: together the passes read each element once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Gather<T>(TStep step, int round, in StepSegment<E> segment, int values, bool isMaximum, ref double partials)
        where T : struct, ILanes<T, double>
    {
        var length = (nuint)segment.Value.Length;
        var whole = length - (length % Partials);
        for (nuint group = 0; group < Partials; group += (nuint)T.Count)
        {
            T first = T.Load(ref partials, group), second = first, third = first, fourth = first;
            if (values > 1)
                second = T.Load(ref partials, group + Partials);
            if (values > 2)
                third = T.Load(ref partials, group + (2 * Partials));
            if (values > 3)
                fourth = T.Load(ref partials, group + (3 * Partials));
            for (var i = group; i < whole; i += Partials)
            {
                var measured = At<T>(ref step, round, segment, i);
                first = isMaximum ? T.Max(measured.First, first) : first + measured.First;
                if (values > 1)
                    second = isMaximum ? T.Max(measured.Second, second) : second + measured.Second;
                if (values > 2)
                    third = isMaximum ? T.Max(measured.Third, third) : third + measured.Third;
                if (values > 3)
                    fourth = isMaximum ? T.Max(measured.Fourth, fourth) : fourth + measured.Fourth;
            }

            first.Store(ref partials, group);
            if (values > 1)
                second.Store(ref partials, group + Partials);
            if (values > 2)
                third.Store(ref partials, group + (2 * Partials));
            if (values > 3)
                fourth.Store(ref partials, group + (3 * Partials));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static nuint Keep<T>(TStep step, int round, in StepSegment<E> segment, int into, int values, nuint done)
        where T : struct, ILanes<T, double>
    {
        var lanes = (nuint)T.Count;
        var length = (nuint)segment.Value.Length;
        var from = (nuint)segment.Start;
        for (; done + lanes <= length; done += lanes)
        {
            var measured = At<T>(ref step, round, segment, done);
            measured.First.Store(ref First(segment.Doubles[into]), from + done);
            if (values > 1)
                measured.Second.Store(ref First(segment.Doubles[into + 1]), from + done);
            if (values > 2)
                measured.Third.Store(ref First(segment.Doubles[into + 2]), from + done);
            if (values > 3)
                measured.Fourth.Store(ref First(segment.Doubles[into + 3]), from + done);
        }

        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static nuint AddToRows<T>(
        TStep step, int round, in StepSegment<E> segment, int values, bool isMaximum, ref double rows, nuint rowCount, nuint done)
        where T : struct, ILanes<T, double>
    {
        var lanes = (nuint)T.Count;
        var length = (nuint)segment.Value.Length;
        var row = (nuint)segment.Row;
        for (; done + lanes <= length; done += lanes)
        {
            var measured = At<T>(ref step, round, segment, done);
            Add(measured.First, ref Unsafe.Add(ref rows, row + done), isMaximum);
            if (values > 1)
                Add(measured.Second, ref Unsafe.Add(ref rows, rowCount + row + done), isMaximum);
            if (values > 2)
                Add(measured.Third, ref Unsafe.Add(ref rows, (2 * rowCount) + row + done), isMaximum);
            if (values > 3)
                Add(measured.Fourth, ref Unsafe.Add(ref rows, (3 * rowCount) + row + done), isMaximum);
        }

        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T>(T value, ref double place, bool isMaximum) where T : struct, ILanes<T, double>
    {
        var before = T.Load(ref place, 0);
        (isMaximum ? T.Max(value, before) : before + value).Store(ref place, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Measured<T> At<T>(ref TStep step, int round, in StepSegment<E> segment, nuint i) where T : struct, ILanes<T, double>
    {
        var state = default(State<T>);
        if (TStep.StateCount > 0)
            state.First = Read<T>(0, segment, i);
        if (TStep.StateCount > 1)
            state.Second = Read<T>(1, segment, i);
        if (TStep.StateCount > 2)
            state.Third = Read<T>(2, segment, i);
        if (TStep.StateCount > 3)
            state.Fourth = Read<T>(3, segment, i);
        if (TStep.StateCount > 4)
            state.Fifth = Read<T>(4, segment, i);
        if (TStep.StateCount > 5)
            state.Sixth = Read<T>(5, segment, i);
        if (TStep.StateCount > 6)
            state.Seventh = Read<T>(6, segment, i);
        if (TStep.StateCount > 7)
            state.Eighth = Read<T>(7, segment, i);
        if (TStep.StateCount > 8)
            state.Ninth = Read<T>(8, segment, i);
        if (TStep.StateCount > 9)
            state.Tenth = Read<T>(9, segment, i);
        if (TStep.StateCount > 10)
            state.Eleventh = Read<T>(10, segment, i);
        if (TStep.StateCount > 11)
            state.Twelfth = Read<T>(11, segment, i);
        if (TStep.StateCount > 12)
            state.Thirteenth = Read<T>(12, segment, i);
        if (TStep.StateCount > 13)
            state.Fourteenth = Read<T>(13, segment, i);
        if (TStep.StateCount > 14)
            state.Fifteenth = Read<T>(14, segment, i);
        if (TStep.StateCount > 15)
            state.Sixteenth = Read<T>(15, segment, i);
        return step.Measure(
            round,
            Load<T>(ref MemoryMarshal.GetReference(segment.Value), i),
            Load<T>(ref MemoryMarshal.GetReference(segment.Gradient), i),
            state);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Read<T>(int index, in StepSegment<E> segment, nuint i) where T : struct, ILanes<T, double> => TStep.FormOf(index) switch
    {
        StateForm.Element or StateForm.SecondGradient or StateForm.HessianDiagonal or StateForm.Noise =>
            Load<T>(ref MemoryMarshal.GetArrayDataReference(segment.Streams[index]), (nuint)segment.StartInStreams + i),
        StateForm.Row or StateForm.PendingRow => T.Load(ref First(segment.Doubles[index]), (nuint)segment.Row + i),
        StateForm.Column or StateForm.PendingColumn => T.Broadcast(ref segment.Doubles[index][segment.Column]),
        _ => T.Load(ref First(segment.Doubles[index]), (nuint)segment.Start + i),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref double First(double[] array) => ref MemoryMarshal.GetArrayDataReference(array);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Load<T>(ref E values, nuint index) where T : struct, ILanes<T, double> =>
        typeof(E) == typeof(float) ? T.LoadWidened(ref Unsafe.As<E, float>(ref values), index) : T.Load(ref Unsafe.As<E, double>(ref values), index);
}
