using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>Examples: inputs, and the right answer to each, a class or numbers. The caller's matrices are read, never written.</summary>
public sealed class TrainingData
{
    /// <summary>Examples of a classification.</summary>
    /// <param name="inputs">x, features × examples, as the model sees them.</param>
    /// <param name="labels">The class of each example, from 0. Others are allowed: the diagnosis looks for them.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is not one label an example.</exception>
    public TrainingData(Matrix<double> inputs, IReadOnlyList<int> labels)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(labels);
        ThrowIfCountDiffers(inputs, labels.Count, nameof(labels), "labels");
        (Inputs, Answers) = (inputs, new BatchTargets([.. labels], null));
    }

    /// <summary>Examples with numbers to learn.</summary>
    /// <param name="inputs">x, features × examples, as the model sees them.</param>
    /// <param name="targets">y, outputs × examples: numbers, or the probabilities of the classes, such as a 1 at the right one.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is not one column of targets an example.</exception>
    public TrainingData(Matrix<double> inputs, Matrix<double> targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (targets.ColumnCount != inputs.ColumnCount)
        {
            var hint = targets.RowCount == inputs.ColumnCount ? " They are transposed: give targets.Transpose()." : "";
            throw new ArgumentException(
                $"{nameof(targets)} is {targets.RowCount}×{targets.ColumnCount} and {nameof(inputs)} {inputs.RowCount}×{inputs.ColumnCount}: "
                + $"both must have a column an example.{hint}",
                nameof(targets));
        }

        (Inputs, Answers) = (inputs, new BatchTargets(null, targets));
    }

    /// <summary>Examples with one number each to learn.</summary>
    /// <param name="inputs">x, features × examples, as the model sees them.</param>
    /// <param name="targets">y, one number an example.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is not one target an example.</exception>
    public TrainingData(Matrix<double> inputs, IReadOnlyList<double> targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ThrowIfCountDiffers(inputs, targets.Count, nameof(targets), "targets");
        (Inputs, Answers) = (inputs, new BatchTargets(null, Matrix<double>.Build.Dense(1, targets.Count, [.. targets])));
    }

    /// <inheritdoc cref="TrainingData(Matrix{double}, IReadOnlyList{double})"/>
    public TrainingData(Matrix<double> inputs, Vector<double> targets)
        : this(inputs, (IReadOnlyList<double>)(targets ?? throw new ArgumentNullException(nameof(targets))).ToArray())
    {
    }

    /// <summary>x, features × examples.</summary>
    public Matrix<double> Inputs { get; }

    /// <summary>The class of every example; null where the answers are numbers.</summary>
    public IReadOnlyList<int>? Labels => Answers.LabelsOrNull;

    /// <summary>y, outputs × examples; null where the answers are classes.</summary>
    public Matrix<double>? Targets => Answers.ValuesOrNull;

    /// <summary>
    /// True where the inputs are numbers of symbols, such as words of a vocabulary, and no quantities: then neither their scale nor what lies between
    /// two of them means anything. Where it is not said, inputs that are whole numbers and that no parameter multiplies are taken for symbols.
    /// </summary>
    public bool AreSymbols { get; init; }

    /// <summary>N, the number of examples.</summary>
    public int Count => Inputs.ColumnCount;

    /// <summary>The right answers.</summary>
    internal BatchTargets Answers { get; }

    /// <summary>Some of the examples, in the order of their numbers.</summary>
    internal TrainingData At(int[] examples)
    {
        var inputs = Matrix<double>.Build.Dense(Inputs.RowCount, examples.Length);
        for (var n = 0; n < examples.Length; n++)
            inputs.SetColumn(n, Inputs.Column(examples[n]));
        var answers = Answers.At(examples);
        return answers.LabelsOrNull is { } labels
            ? new(inputs, labels) { AreSymbols = AreSymbols } : new(inputs, answers.ValuesOrNull!) { AreSymbols = AreSymbols };
    }

    /// <summary>The same examples with other inputs, and where they are numbers with other targets.</summary>
    internal TrainingData With(Matrix<double> inputs, Matrix<double>? targets = null) => Answers.LabelsOrNull is { } labels
        ? new(inputs, labels) { AreSymbols = AreSymbols } : new(inputs, targets ?? Answers.ValuesOrNull!) { AreSymbols = AreSymbols };

    /// <summary>The same examples with the two answers exchanged, 0 for 1 and 1 for 0; null where there are others.</summary>
    internal TrainingData? Turned() => Answers.LabelsOrNull is { } labels
        ? Array.TrueForAll(labels, label => label is 0 or 1)
            ? new(Inputs, Array.ConvertAll(labels, label => 1 - label)) { AreSymbols = AreSymbols } : null
        : Targets is { RowCount: 1 } numbers && numbers.ForAll(y => y is 0 or 1, Zeros.Include) ? With(Inputs, 1 - numbers) : null;

    private static void ThrowIfCountDiffers(Matrix<double> inputs, int count, string argument, string what)
    {
        if (count == inputs.ColumnCount)
            return;
        var hint = inputs.RowCount == count ? $" The inputs are transposed: give {nameof(inputs)}.Transpose()."
            : inputs.ColumnCount > 0 && count % inputs.ColumnCount == 0 && what == "labels"
                ? $" {count / inputs.ColumnCount} numbers an example look like one-hot rows: give the index of the 1."
                : "";
        throw new ArgumentException(
            $"There are {count} {what} and {inputs.ColumnCount} examples ({nameof(inputs)} is {inputs.RowCount}×{inputs.ColumnCount}, "
            + $"features × examples): there must be one an example.{hint}",
            argument);
    }
}
