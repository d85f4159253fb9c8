using MathNet.Numerics.LinearAlgebra;
using Optimizers.Diagnostics;
using NamedLosses = Optimizers.Diagnostics.Losses;

namespace Optimizers.FaultBench.World;

/// <summary>Data, loss and model of a training as a user writes them for a diagnosis.</summary>
internal static class CaseParts
{
    /// <summary>Labels where the loss takes them as they are; smoothed ones are the probabilities that the loop means.</summary>
    public static TrainingData Data(Recipe recipe, Sample sample)
    {
        var inputs = Matrix<double>.Build.Dense(sample.Features, sample.Count, [.. sample.Inputs]);
        if (sample.Labels is not { } labels)
            return new(inputs, Matrix<double>.Build.Dense(sample.Outputs, sample.Count, [.. sample.Targets]));
        return recipe.Smoothing == 0 ? new(inputs, labels) : new(inputs, Matrix<double>.Build.Dense(
            sample.Outputs, sample.Count, (c, example) => Tape.SmoothTarget(labels[example], c, sample.Outputs, recipe.Smoothing)));
    }

    /// <summary>The loss that is meant, and where the loop has code of its own that is wrong, that code.</summary>
    public static NamedLoss Loss(Recipe recipe)
    {
        var meant = recipe.Loss switch
        {
            LossKind.CrossEntropy => NamedLosses.CrossEntropyFromLogits,
            LossKind.CrossEntropyOfProbabilities => NamedLosses.CrossEntropyFromProbabilities,
            LossKind.Binary => NamedLosses.BinaryCrossEntropyFromLogits,
            LossKind.BinaryOfProbabilities => NamedLosses.BinaryCrossEntropyFromProbabilities,
            LossKind.Squared => NamedLosses.SquaredError,
            LossKind.Absolute => NamedLosses.AbsoluteError,
            LossKind.Hinge => NamedLosses.Hinge,
            LossKind.Poisson => throw new InvalidOperationException("Poisson's loss has no name."),
            _ => NamedLosses.Huber(),
        };
        return recipe.WrongLoss is not { } own ? meant : NamedLosses.Own(meant, (outputs, answers) =>
        {
            var tape = new Tape(wantsSlopes: false);
            var node = Tape.Constant(outputs.ColumnCount, outputs.RowCount, outputs.ToColumnMajorArray());
            return tape.Mean(own(tape, node, Answered(recipe, Unanswered(recipe, outputs), answers))).Values[0];
        });
    }

    /// <summary>The network in the loop's own storage, with the gradients of the loop's own backward pass, slips and all.</summary>
    public static Diagnostics.Model Model(Training training)
    {
        var (recipe, table) = (training.Recipe, training.Table);
        return Diagnostics.Model.External(
            table.ToLayout(),
            read: () => Vector<double>.Build.Dense([.. training.Theta]),
            write: theta => theta.ToArray().CopyTo(training.Theta, 0),
            outputs: (x, seen) =>
            {
                var pass = recipe.NewPass(table, training.Theta, Unanswered(recipe, x), wantsSlopes: false, null);
                var outputs = recipe.Model(pass);
                foreach (var layer in pass.Hidden)
                    _ = seen[layer.Name, ToMatrix(layer.Node)];
                return ToMatrix(outputs);
            },
            gradients: (x, answers) => Vector<double>.Build.Dense(
                recipe.Gradient(table, training.Theta, Answered(recipe, Unanswered(recipe, x), answers), masks: null)),
            isSingle: recipe.IsSingle);
    }

    /// <summary>The rows of a tape are the columns of the library.</summary>
    public static Matrix<double> ToMatrix(Node node) => Matrix<double>.Build.Dense(node.Columns, node.Rows, [.. node.Values]);

    private static Sample Unanswered(Recipe recipe, Matrix<double> columns) =>
        new(columns.ColumnCount, columns.RowCount, recipe.Train.Outputs, columns.ToColumnMajorArray(), null, [], []);

    private static Sample Answered(Recipe recipe, Sample sample, BatchTargets answers)
    {
        if (recipe.Train.Labels is null)
            return sample with { Targets = answers.Values.ToColumnMajorArray() };
        int[] labels = recipe.Smoothing == 0 ? answers.Labels : [.. answers.Values.EnumerateColumns().Select(column => column.MaximumIndex())];
        sample = sample with { Labels = labels };
        return recipe.Train.Targets is [] ? sample : Sample.WithTargets(sample);
    }
}
