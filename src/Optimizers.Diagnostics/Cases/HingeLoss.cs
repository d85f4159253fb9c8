using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>The hinge of a margin of 1.</summary>
internal sealed class HingeLoss() : NamedLoss("hinge loss")
{
    // Targets of one example that is told by a label: 2 marks the class, so that it is not taken for targets of ±1.
    private const double Chosen = 2;

    internal override IEnumerable<double> Conventions(int outputs) => [1, outputs];

    internal override bool Accepts(int label, int outputs) => outputs == 1 ? label is -1 or 0 or 1 : label >= 0 && label < outputs;

    internal override void Encode(int label, Span<double> target)
    {
        target.Clear();
        if (target.Length == 1)
            target[0] = label == 1 ? 1 : -1;
        else
            target[label] = Chosen;
    }

    internal override double Of(ReadOnlySpan<double> output, ReadOnlySpan<double> target)
    {
        var right = target.IndexOf(Chosen);
        var sum = 0.0;
        if (right < 0)
        {
            for (var k = 0; k < output.Length; k++)
                sum += Math.Max(0, 1 - (target[k] * output[k]));
            return sum / output.Length;
        }

        for (var k = 0; k < output.Length; k++)
            sum = k == right ? sum : Math.Max(sum, 1 + output[k] - output[right]);
        return sum;
    }

    internal override bool IsImpossible(ReadOnlySpan<double> target)
    {
        foreach (var y in target)
        {
            if (y is not (1 or -1) && !target.Contains(Chosen))
                return true;
        }

        return false;
    }

    internal override string Wanted => "−1 or 1";

    internal override void Wrong(ReadOnlySpan<double> target, Span<double> other)
    {
        var right = target.IndexOf(Chosen);
        for (var k = 0; k < target.Length; k++)
            other[k] = right < 0 ? -target[k] : k == (right + 1) % target.Length ? Chosen : 0;
    }

    internal override double BestConstant(Matrix<double> targets)
    {
        // Of classes: all outputs equal, or the most frequent class ahead by the margin.
        if (targets.Enumerate().Contains(Chosen))
            return Math.Min(1, 2 * (1 - (targets.RowSums().Maximum() / Chosen / targets.ColumnCount)));
        return targets.EnumerateRows().Average(row => row.Enumerate().Select(each => Math.Abs(each) < 1e-300 ? 0 : 1 / each).Append(0)
            .Min(constant => row.Average(each => Math.Max(0, 1 - (each * constant)))));
    }

    internal override void Right(ReadOnlySpan<double> target, double sureness, Span<double> output)
    {
        for (var k = 0; k < output.Length; k++)
            output[k] = target[k] == 0 ? 0 : 1 / target[k] * (target[k] == Chosen ? 4 : 1);
    }
}
