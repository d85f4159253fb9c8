namespace Optimizers.Steps;

/// <summary>What the forms of a step's state say of it as a whole; constants once the type has been made.</summary>
internal static class StepForms<TStep> where TStep : struct, IStage
{
    /// <summary>True if a value has one number a row or a column, so that the sweep goes column by column.</summary>
    public static readonly bool HasVectors = Has(StateForm.Row) || Has(StateForm.Column) || Has(StateForm.PendingRow) || Has(StateForm.PendingColumn);

    private static bool Has(StateForm form)
    {
        for (var index = 0; index < TStep.StateCount; index++)
        {
            if (TStep.FormOf(index) == form)
                return true;
        }

        return false;
    }
}
