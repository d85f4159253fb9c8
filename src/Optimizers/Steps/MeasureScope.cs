namespace Optimizers.Steps;

/// <summary>What a round's values are gathered over.</summary>
public enum MeasureScope
{
    /// <summary>
    /// Nothing: every value is kept, in the <see cref="StateForm.Pending"/> values of the state. How a parameter is seen as a whole.
    /// </summary>
    Whole,

    /// <summary>Each row and each column of a matrix; a vector is one column.</summary>
    RowsAndColumns,

    /// <summary>The parameter.</summary>
    Parameter,

    /// <summary>All parameters that step by the same rule: those of the optimizer, or of the group. A frozen one does not count.</summary>
    Group,

    /// <summary>
    /// All parameters of the step, those of all groups whose rules have such a round at the same place. A frozen one does not count.
    /// </summary>
    All,
}
