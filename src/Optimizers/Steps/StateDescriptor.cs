namespace Optimizers.Steps;

/// <summary>
/// What a rule says of a value that it remembers between steps: its name, its meaning, its form and whose it is. Snapshots, files, hand-overs and
/// readers outside go through it.
/// </summary>
/// <remarks>
/// The values of a formula, <see cref="StateForm.Element"/>, <see cref="StateForm.Row"/> and <see cref="StateForm.Column"/>, are described in their
/// order in <see cref="State{T}"/>, those that are <see cref="StateForm.Pending"/> left out. Scalars and matrices follow, each in their own order.
/// </remarks>
public sealed record StateDescriptor
{
    /// <summary>One number an element.</summary>
    /// <param name="name">The name, as the field has it: "exp_avg"; unique within the rule.</param>
    /// <param name="meaning">What it is, in terms that rules share.</param>
    /// <param name="form">Element, row or column.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The form is another one.</exception>
    public StateDescriptor(string name, StateMeaning meaning = StateMeaning.None, StateForm form = StateForm.Element)
        : this(name, meaning, form, 1, null)
    {
        if (form is not (StateForm.Element or StateForm.Row or StateForm.Column))
        {
            throw new ArgumentOutOfRangeException(
                nameof(form), form, $"The form of {name} is {form}; it must be Element, Row or Column. See {nameof(Scalar)} and {nameof(Matrix)}.");
        }
    }

    private StateDescriptor(string name, StateMeaning meaning, StateForm form, int count, Func<int, int, (int Rows, int Columns)>? extent)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Name, Meaning, Form, Count, Extent) = (name, meaning, form, count, extent);
    }

    /// <summary>The name, unique within the rule.</summary>
    public string Name { get; internal init; }

    /// <summary>What it is, in terms that rules share.</summary>
    public StateMeaning Meaning { get; }

    /// <summary>How it lies beside the parameter.</summary>
    public StateForm Form { get; }

    /// <summary>
    /// True of a scalar that the parameters that step by one rule share, all of an optimizer or those of a group; false where each has its own.
    /// </summary>
    public bool IsOfGroup { get; private init; }

    /// <summary>How many numbers a scalar has; 1 of every other form.</summary>
    public int Count { get; }

    /// <summary>
    /// The weight with which the latest gradient, or its square, comes in; NaN where it was not the same in all steps or is not
    /// known. A mean has 1 − β.
    /// </summary>
    public double Unit { get; init; } = double.NaN;

    /// <summary>The decay of the older ones, in [0, 1); NaN where it was not the same in all steps or is not known.</summary>
    public double Decay { get; init; } = double.NaN;

    /// <summary>What a sum started from.</summary>
    public double Start { get; init; }

    /// <summary>What the weights of a mean lack to 1, and who makes up for it.</summary>
    public MeanCompletion Completion { get; init; }

    /// <summary>
    /// The name of the scalar with meaning <see cref="StateMeaning.DecayProduct"/> that says what a mean lacks; null where there is none.
    /// </summary>
    public string? Product { get; init; }

    /// <summary>The rows and columns of a matrix for a parameter of so many rows and columns; 0 rows where the parameter has none.</summary>
    internal Func<int, int, (int Rows, int Columns)>? Extent { get; }

    /// <summary>
    /// A moving average by <see cref="Arithmetic.IArithmetic{T}.Lerp"/>, x ← βx + (1 − β)q, with all that another rule must know to take it over
    /// (<see cref="Optimizer.CarryOver"/>).
    /// </summary>
    /// <param name="name">The name, unique within the rule.</param>
    /// <param name="meaning">What it is: GradientMean or SquareMean.</param>
    /// <param name="decay">β(i).</param>
    /// <param name="completion">Who makes up for what its weights lack to 1.</param>
    /// <param name="product">The name of the scalar with the product of the decays, where <paramref name="completion"/> is ByProduct.</param>
    /// <exception cref="ArgumentNullException">The decay is null.</exception>
    public static StateDescriptor Mean(string name, StateMeaning meaning, Schedule decay, MeanCompletion completion, string? product = null)
    {
        ArgumentNullException.ThrowIfNull(decay);
        var constant = decay.IsConstant ? decay.At(0) : double.NaN;
        return new(name, meaning) { Unit = 1 - constant, Decay = constant, Completion = completion, Product = product };
    }

    /// <summary>Numbers of a parameter as a whole. They start at 0.</summary>
    /// <param name="name">The name, unique within the rule.</param>
    /// <param name="count">How many; at least 1.</param>
    /// <param name="meaning">What they are.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public static StateDescriptor Scalar(string name, int count = 1, StateMeaning meaning = StateMeaning.None)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new(name, meaning, StateForm.Scalar, count, null);
    }

    /// <summary>Numbers that the parameters that step by one rule share: all of an optimizer, or those of a group. They start at 0.</summary>
    /// <inheritdoc cref="Scalar"/>
    public static StateDescriptor GroupScalar(string name, int count = 1, StateMeaning meaning = StateMeaning.None) =>
        Scalar(name, count, meaning) with { IsOfGroup = true };

    /// <summary>A matrix of doubles in column-major order. It starts at 0.</summary>
    /// <param name="name">The name, unique within the rule.</param>
    /// <param name="extent">From the rows and columns of the parameter (a vector has one column) to those of the matrix.</param>
    /// <param name="meaning">What it is.</param>
    /// <exception cref="ArgumentNullException">The extent is null.</exception>
    public static StateDescriptor Matrix(string name, Func<int, int, (int Rows, int Columns)> extent, StateMeaning meaning = StateMeaning.None)
    {
        ArgumentNullException.ThrowIfNull(extent);
        return new(name, meaning, StateForm.Matrix, 1, extent);
    }
}
