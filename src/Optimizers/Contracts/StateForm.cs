namespace Optimizers;

/// <summary>How a state value lies beside its parameter.</summary>
public enum StateForm
{
    /// <summary>One number an element, of the element type that the parameter is computed in. Read and written by the formula.</summary>
    Element,

    /// <summary>One double a row of a matrix. The formula reads it; <c>Conclude</c> makes the next one.</summary>
    Row,

    /// <summary>One double a column of a matrix. The formula reads it; <c>Conclude</c> makes the next one.</summary>
    Column,

    /// <summary>
    /// One number an element that lives within a step: a round writes it, the formula reads it. It is no part of the state between steps.
    /// </summary>
    Pending,

    /// <summary>One double a row that lives within a step: <c>Conclude</c> writes it, the formula reads it.</summary>
    PendingRow,

    /// <summary>One double a column that lives within a step: <c>Conclude</c> writes it, the formula reads it.</summary>
    PendingColumn,

    /// <summary>A few doubles of the parameter, or of the group, as a whole.</summary>
    Scalar,

    /// <summary>A matrix of doubles in column-major order, with rows and columns of its own.</summary>
    Matrix,
}
