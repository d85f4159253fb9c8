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

    /// <summary>One number an element of <see cref="StepInputs.SecondGradient"/>, 0 in a step that has none. It lives within a step.</summary>
    SecondGradient,

    /// <summary>One number an element of <see cref="StepInputs.HessianDiagonal"/>, 0 in a step that has none. It lives within a step.</summary>
    HessianDiagonal,

    /// <summary>
    /// One number an element, drawn from the normal distribution of mean 0 and variance 1: a function of the seed, the parameter's position, the
    /// element and the number of the step alone. It lives within a step.
    /// </summary>
    Noise,

    /// <summary>A few doubles of the parameter, or of the group, as a whole.</summary>
    Scalar,

    /// <summary>A matrix of doubles in column-major order, with rows and columns of its own.</summary>
    Matrix,
}
