using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>
/// A step on a matrix that lies row after row, as a step on its transposed matrix, which lies column after column: a number for each row of the one
/// is a number for each column of the other.
/// </summary>
internal struct ByRowsStep<TStep>(TStep step) : IElementStep where TStep : struct, IElementStep
{
#pragma warning disable IDE0044 // Not readonly, as in PlainStep.
    private TStep _step = step;
#pragma warning restore IDE0044

    public static int StateCount
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TStep.StateCount;
    }

    public static int RoundCount
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TStep.RoundCount;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StateForm FormOf(int index) => TStep.FormOf(index) switch
    {
        StateForm.Row => StateForm.Column,
        StateForm.Column => StateForm.Row,
        StateForm.PendingRow => StateForm.PendingColumn,
        StateForm.PendingColumn => StateForm.PendingRow,
        var form => form,
    };

    public static Round RoundAt(int round) => TStep.RoundAt(round);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<T>(ref T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> =>
        _step.Step(ref parameter, gradient, ref state);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> =>
        _step.Measure(round, parameter, gradient, state);
}
