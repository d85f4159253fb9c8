using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>A loss of the field by its name (<see cref="Losses"/>): the mean over examples of the loss of an output and its right answer.</summary>
public abstract class NamedLoss
{
    private protected NamedLoss(string name) => Name = name;

    /// <summary>Its name in a sentence: "cross-entropy from logits".</summary>
    public string Name { get; }

    /// <summary>Factors by which the field defines the same loss in other ways, such as a half, or a sum over outputs.</summary>
    /// <param name="outputs">The outputs of an example.</param>
    internal virtual IEnumerable<double> Conventions(int outputs) => [1];

    /// <summary>True if it tells classes apart: a column of outputs stands for one choice among them.</summary>
    internal virtual bool IsCategorical => false;

    /// <summary>What the outputs have to be.</summary>
    internal virtual OutputForm Form => OutputForm.Numbers;

    /// <summary>True if the label can be a class of outputs of this size.</summary>
    internal abstract bool Accepts(int label, int outputs);

    /// <summary>True if targets of this many rows belong to outputs of this size.</summary>
    internal virtual bool AcceptsRows(int rows, int outputs) => rows == outputs;

    /// <summary>The loss of one example.</summary>
    /// <param name="output">z, its outputs.</param>
    /// <param name="target">y, as many numbers.</param>
    internal abstract double Of(ReadOnlySpan<double> output, ReadOnlySpan<double> target);

    /// <summary>The targets of a label: 1 at the class and 0 elsewhere; of a single output the label itself.</summary>
    internal virtual void Encode(int label, Span<double> target)
    {
        target.Clear();
        if (target.Length == 1)
            target[0] = label;
        else
            target[label] = 1;
    }

    /// <summary>True if the answers allow no such target: not a probability, not ±1.</summary>
    /// <param name="target">y of one example.</param>
    internal virtual bool IsImpossible(ReadOnlySpan<double> target) => false;

    /// <summary>What targets must be, in words.</summary>
    internal virtual string Wanted => "finite numbers";

    /// <summary>The targets of the opposite answer.</summary>
    internal abstract void Wrong(ReadOnlySpan<double> target, Span<double> other);

    /// <summary>The mean loss of the best constant outputs.</summary>
    /// <param name="targets">y, outputs × examples.</param>
    internal abstract double BestConstant(Matrix<double> targets);

    /// <summary>Outputs of an answer that is right.</summary>
    /// <param name="target">y.</param>
    /// <param name="sureness">s, above 0: what is not the answer has the probability e⁻ˢ, where the loss is about probabilities.</param>
    /// <param name="output">z, as many numbers.</param>
    internal abstract void Right(ReadOnlySpan<double> target, double sureness, Span<double> output);

    /// <summary>The losses of examples, of the caller's own code where there is some. NaN where the label is no class of the outputs.</summary>
    /// <param name="outputs">z, outputs × examples.</param>
    /// <param name="targets">The right answers.</param>
    internal virtual double[] OfExamples(Matrix<double> outputs, BatchTargets targets)
    {
        var (z, y) = (outputs.ToColumnArrays(), Encoded(targets, outputs.RowCount));
        var losses = new double[z.Length];
        for (var n = 0; n < losses.Length; n++)
            losses[n] = y[n] is { } target ? Of(z[n], target) : double.NaN;
        return losses;
    }

    /// <summary>The mean loss of examples.</summary>
    internal virtual double OfBatch(Matrix<double> outputs, BatchTargets targets) => OfExamples(outputs, targets).Average();

    /// <summary>The targets of every example as numbers; null where the label is no class of the outputs, or the rows do not fit.</summary>
    internal double[]?[] Encoded(BatchTargets targets, int outputs)
    {
        if (targets.LabelsOrNull is not { } labels)
            return AcceptsRows(targets.Values.RowCount, outputs) ? targets.Values.ToColumnArrays() : new double[]?[targets.Count];
        return Array.ConvertAll(labels, label =>
        {
            if (!Accepts(label, outputs))
                return null;
            var target = new double[outputs];
            Encode(label, target);
            return target;
        });
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
