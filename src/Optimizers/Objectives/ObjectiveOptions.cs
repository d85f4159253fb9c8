namespace Optimizers.Curvature;

/// <summary>What the caller knows about a loss: its errors, its scale, the names of its parameters.</summary>
public sealed record ObjectiveOptions
{
    /// <summary>
    /// A bound on |computed loss − true loss| beyond the rounding of the number itself, such as the tolerance of an inner iteration. In the units
    /// of the loss; finite, ≥ 0. Default 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double LossError
    {
        get;
        init => field = double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(LossError), value, "The error of the loss must be finite and not negative.");
    }

    /// <summary>
    /// True if the loss and its gradient are computed in single precision: differences then take steps that a float can see. Default false.
    /// </summary>
    public bool SinglePrecision { get; init; }

    /// <summary>
    /// The size of a notable change of each parameter, in its own units; n entries, or one for all: from it differences take their first steps, in
    /// its units minimizers search, and against it a classification calls a critical point near or far. Finite, > 0. Default null: by the root mean
    /// square of θ, or 0.1 where that is smaller; of a parameter that is much smaller than the others, by how far the loss lets it move.
    /// </summary>
    /// <exception cref="ArgumentException">Empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A scale is zero, negative or not finite.</exception>
    public IReadOnlyList<double>? ParameterScale
    {
        get;
        init => field = value is null ? null : GivenScales.Checked(value, nameof(ParameterScale));
    }

    /// <summary>The named parameters that make up θ, for messages. Default null: entries are named by their index.</summary>
    public ParameterLayout? Layout { get; init; }

    internal static ObjectiveOptions Default { get; } = new();

    /// <summary>u: half the spacing of the numbers next to 1, in the precision of the loss.</summary>
    internal double UnitRoundoff => SinglePrecision ? SingleRoundoff : 1.1102230246251565e-16;

    /// <summary>2⁻²⁴.</summary>
    internal const double SingleRoundoff = 5.9604644775390625e-08;
}
