using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>The caller's code of a loss. What the outputs and the answers mean is that of the loss that it is meant to be.</summary>
internal sealed class OwnLoss(NamedLoss meant, Func<Matrix<double>, BatchTargets, double> loss) : NamedLoss(meant.Name)
{
    public NamedLoss Meant => meant;

    internal override bool IsCategorical => meant.IsCategorical;

    internal override OutputForm Form => meant.Form;

    internal override IEnumerable<double> Conventions(int outputs) => meant.Conventions(outputs);

    internal override bool Accepts(int label, int outputs) => meant.Accepts(label, outputs);

    // What broadcasts in the caller's code is what the diagnosis is to see.
    internal override bool AcceptsRows(int rows, int outputs) => meant.AcceptsRows(rows, outputs);

    internal override void Encode(int label, Span<double> target) => meant.Encode(label, target);

    internal override double Of(ReadOnlySpan<double> output, ReadOnlySpan<double> target) => meant.Of(output, target);

    internal override bool IsImpossible(ReadOnlySpan<double> target) => meant.IsImpossible(target);

    internal override string Wanted => meant.Wanted;

    internal override void Wrong(ReadOnlySpan<double> target, Span<double> other) => meant.Wrong(target, other);

    internal override double BestConstant(Matrix<double> targets) => meant.BestConstant(targets);

    internal override void Right(ReadOnlySpan<double> target, double sureness, Span<double> output) => meant.Right(target, sureness, output);

    internal override double OfBatch(Matrix<double> outputs, BatchTargets targets) => loss(outputs, targets);

    internal override double[] OfExamples(Matrix<double> outputs, BatchTargets targets)
    {
        var losses = new double[targets.Count];
        for (var n = 0; n < losses.Length; n++)
        {
            var fits = targets.LabelsOrNull is not { } labels || Accepts(labels[n], outputs.RowCount);
            losses[n] = fits ? loss(outputs.SubMatrix(0, outputs.RowCount, n, 1), targets.At([n])) : double.NaN;
        }

        return losses;
    }
}
