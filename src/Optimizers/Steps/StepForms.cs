using System.Runtime.CompilerServices;

namespace Optimizers.Steps;

/// <summary>What the forms of a step's state say of it as a whole; constants once the type has been made.</summary>
internal static class StepForms<TStep> where TStep : struct, IStage
{
    /// <summary>True if a value has one number a row or a column, so that the sweep goes column by column.</summary>
    public static readonly bool HasVectors = DependsOnOrder;

    /// <summary>The same, which a compiler ahead of time knows too: it then makes code for matrices by rows of those steps alone.</summary>
    public static bool DependsOnOrder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsVector(0) || IsVector(1) || IsVector(2) || IsVector(3) || IsVector(4) || IsVector(5) || IsVector(6) || IsVector(7)
            || IsVector(8) || IsVector(9) || IsVector(10) || IsVector(11) || IsVector(12) || IsVector(13) || IsVector(14) || IsVector(15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsVector(int index) => TStep.StateCount > index
        && TStep.FormOf(index) is (StateForm.Row or StateForm.Column or StateForm.PendingRow or StateForm.PendingColumn);
}
