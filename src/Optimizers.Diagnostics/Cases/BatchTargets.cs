using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>
/// The right answers to the examples of a batch, as the data have them: classes or numbers. It converts to what the caller's backward pass takes: an
/// array of labels, a matrix, a vector or an array of numbers.
/// </summary>
public sealed class BatchTargets
{
    internal BatchTargets(int[]? labels, Matrix<double>? values) => (LabelsOrNull, ValuesOrNull) = (labels, values);

    /// <summary>The number of examples.</summary>
    public int Count => LabelsOrNull?.Length ?? ValuesOrNull!.ColumnCount;

    /// <summary>True where the answers are classes (<see cref="Labels"/>), false where they are numbers (<see cref="Values"/>).</summary>
    public bool AreClasses => LabelsOrNull is not null;

    /// <summary>The class of each example.</summary>
    /// <exception cref="InvalidCastException">The data have numbers.</exception>
    public int[] Labels => LabelsOrNull ?? throw new InvalidCastException("The answers are numbers, not classes: take Values.");

    /// <summary>y, outputs × examples.</summary>
    /// <exception cref="InvalidCastException">The data have classes.</exception>
    public Matrix<double> Values => ValuesOrNull ?? throw new InvalidCastException("The answers are classes, not numbers: take Labels or OneHot.");

    internal int[]? LabelsOrNull { get; }

    internal Matrix<double>? ValuesOrNull { get; }

    /// <summary>A column an example with a 1 at its class and 0 elsewhere, classes × examples.</summary>
    /// <param name="classes">How many classes there are, at least 1. An example of another class has zeros only.</param>
    /// <exception cref="InvalidCastException">The data have numbers.</exception>
    public Matrix<double> OneHot(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        return Matrix<double>.Build.Dense(classes, Labels.Length, (row, example) => Labels[example] == row ? 1 : 0);
    }

    /// <inheritdoc cref="Labels"/>
    public static implicit operator int[](BatchTargets targets) => Checked(targets).Labels;

    /// <inheritdoc cref="Values"/>
    public static implicit operator Matrix<double>(BatchTargets targets) => Checked(targets).Values;

    /// <summary>The only number of each example.</summary>
    /// <exception cref="InvalidCastException">The data have classes, or several numbers an example.</exception>
    public static implicit operator Vector<double>(BatchTargets targets) => Checked(targets).Single();

    /// <summary>The only number of each example.</summary>
    /// <exception cref="InvalidCastException">The data have classes, or several numbers an example.</exception>
    public static implicit operator double[](BatchTargets targets) => Checked(targets).Single().ToArray();

    /// <summary>What it holds: "classes of 32 examples", "3 numbers each of 32 examples".</summary>
    public override string ToString() => AreClasses ? FormattableString.Invariant($"classes of {Count} examples")
        : FormattableString.Invariant($"{Values.RowCount} numbers each of {Count} examples");

    /// <summary>The answers to some of the examples.</summary>
    internal BatchTargets At(int[] examples) => LabelsOrNull is { } labels
        ? new(Array.ConvertAll(examples, example => labels[example]), null)
        : new(null, Matrix<double>.Build.Dense(ValuesOrNull!.RowCount, examples.Length, (row, n) => ValuesOrNull[row, examples[n]]));

    private Vector<double> Single() => Values is { RowCount: 1 } one ? one.Row(0)
        : throw new InvalidCastException($"There are {Values.RowCount} numbers an example: take Values, a matrix.");

    private static BatchTargets Checked(BatchTargets targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return targets;
    }
}
