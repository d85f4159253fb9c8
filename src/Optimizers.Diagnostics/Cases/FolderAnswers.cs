using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>What arrays without a word about them are: classes or numbers, and the losses of which loss.</summary>
internal static class FolderAnswers
{
    // The share of the examples whose loss must be that of the formula, to the precision of floats.
    private const double NearlyAll = 0.98;
    private const double Close = 1e-3;

    private static readonly NamedLoss[] Known =
    [
        Losses.CrossEntropyFromLogits, Losses.CrossEntropyFromProbabilities, Losses.CrossEntropyFromLogProbabilities,
        Losses.BinaryCrossEntropyFromLogits, Losses.BinaryCrossEntropyFromProbabilities, Losses.Hinge,
        Losses.SquaredError, Losses.AbsoluteError, Losses.Huber(),
    ];

    /// <summary>
    /// The examples. Whole numbers are classes where there are several outputs, where they are 0 and 1, and where the loss takes classes.
    /// </summary>
    /// <param name="targets">The answers.</param>
    /// <param name="inputs">x, features × examples; no features where they are not known.</param>
    /// <param name="outputs">The outputs of an example; 0 where they are not known.</param>
    /// <param name="loss">The loss; null if it was not said.</param>
    /// <param name="remarks">Takes what was guessed.</param>
    public static TrainingData DataOf(NpyFile targets, Matrix<double> inputs, int outputs, NamedLoss? loss, List<string> remarks)
    {
        var (count, values) = (targets.Shape[0], targets.Values);
        var isOne = values.Length == count;
        var isWhole = isOne && Array.TrueForAll(values, value => double.IsInteger(value) && Math.Abs(value) <= int.MaxValue);
        var isClass = isWhole && (loss?.IsCategorical ?? (outputs > 1 || (targets.IsInteger && Array.TrueForAll(values, value => value is 0 or 1))));
        if (isClass)
        {
            remarks.Add($"targets.npy: taken for classes{(targets.IsInteger ? "" : ", though they are floats")}");
            return new(inputs, Array.ConvertAll(values, value => (int)value));
        }

        remarks.Add("targets.npy: taken for numbers");
        return new(inputs, Matrix<double>.Build.Dense(count == 0 ? 0 : values.Length / count, count, values));
    }

    /// <summary>The loss that gives the losses, else the one that the outputs look like; null where neither tells.</summary>
    public static NamedLoss? LossOf(TrainingData data, Matrix<double>? outputs, double[]? losses, List<string> remarks)
    {
        if (outputs is null || outputs.RowCount == 0)
            return null;
        if (losses is not null && Array.Find(Known, loss => Gives(loss, outputs, data.Answers, losses)) is { } found)
        {
            remarks.Add($"losses.npy: the {found.Name} of outputs and targets");
            return found;
        }

        if (losses is not null)
            remarks.Add("losses.npy: no loss that is known by name gives them of these outputs and targets");
        if (data.Labels is null || outputs.RowCount == 1)
            return null;
        var looks = OutputForms.AreNormalized(outputs) ? Losses.CrossEntropyFromProbabilities : Losses.CrossEntropyFromLogits;
        remarks.Add($"the loss was not said; the outputs look like those of the {looks.Name}");
        return looks;
    }

    private static bool Gives(NamedLoss loss, Matrix<double> outputs, BatchTargets answers, double[] losses)
    {
        if (answers.LabelsOrNull is null && !loss.AcceptsRows(answers.Values.RowCount, outputs.RowCount))
            return false;
        var byName = loss.OfExamples(outputs, answers);
        return loss.Conventions(outputs.RowCount).Any(factor =>
        {
            var size = byName.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Average();
            var same = losses.Zip(byName, (given, named) => !double.IsFinite(named) || !double.IsFinite(given)
                ? double.IsFinite(named) == double.IsFinite(given)
                : Math.Abs(given - (factor * named)) <= Close * factor * (Math.Abs(named) + (0.1 * size)));
            return size > 0 && same.Count(isSame => isSame) >= NearlyAll * losses.Length;
        });
    }
}
