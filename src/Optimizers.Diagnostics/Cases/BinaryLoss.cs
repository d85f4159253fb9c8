using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>Cross-entropy of answers yes or no, each output by itself; the mean over the outputs.</summary>
internal sealed class BinaryLoss(OutputForm form) : NamedLoss(
    form == OutputForm.Probabilities ? "binary cross-entropy from probabilities" : "binary cross-entropy from logits")
{
    internal override OutputForm Form => form;

    internal override IEnumerable<double> Conventions(int outputs) => [1, outputs];

    internal override bool Accepts(int label, int outputs) => outputs == 1 ? label is 0 or 1 : label >= 0 && label < outputs;

    internal override double Of(ReadOnlySpan<double> output, ReadOnlySpan<double> target)
    {
        var sum = 0.0;
        for (var k = 0; k < output.Length; k++)
            sum += form == OutputForm.Probabilities ? FromProbability(output[k], target[k]) : FromLogit(output[k], target[k]);
        return sum / output.Length;
    }

    internal override bool IsImpossible(ReadOnlySpan<double> target)
    {
        foreach (var y in target)
        {
            if (!(y >= 0 && y <= 1))
                return true;
        }

        return false;
    }

    internal override string Wanted => "0 or 1, or a probability between";

    internal override void Wrong(ReadOnlySpan<double> target, Span<double> other)
    {
        for (var k = 0; k < target.Length; k++)
            other[k] = 1 - target[k];
    }

    internal override double BestConstant(Matrix<double> targets) =>
        targets.EnumerateRows().Average(row => FromProbability(row.Average(), row.Average()));

    internal override void Right(ReadOnlySpan<double> target, double sureness, Span<double> output)
    {
        var rest = Math.Exp(-sureness);
        for (var k = 0; k < output.Length; k++)
        {
            var p = Math.Clamp(target[k], rest, 1 - rest);
            output[k] = form == OutputForm.Probabilities ? p : Math.Log(p / (1 - p));
        }
    }

    private static double FromProbability(double p, double y) => -(y == 0 ? 0 : y * Math.Log(p)) - (y == 1 ? 0 : (1 - y) * Math.Log(1 - p));

    // log(1 + eᶻ) − yz, without overflow.
    private static double FromLogit(double z, double y) => Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z))) - (y * z);
}
