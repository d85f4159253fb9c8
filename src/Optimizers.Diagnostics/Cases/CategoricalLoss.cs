using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>Cross-entropy of classes that exclude each other, −Σ y log p.</summary>
internal sealed class CategoricalLoss(OutputForm form, double smoothing = 0) : NamedLoss(form switch
{
    OutputForm.Probabilities => "cross-entropy from probabilities",
    OutputForm.LogProbabilities => "cross-entropy from log-probabilities",
    _ => FromLogits,
} + (smoothing == 0 ? "" : FormattableString.Invariant($" with label smoothing of {smoothing}")))
{
    /// <summary>What the names of those from logits begin with.</summary>
    public const string FromLogits = "cross-entropy from logits";

    private const double Rounding = 1e-3;

    internal override bool IsCategorical => true;

    internal override OutputForm Form => form;

    internal override bool Accepts(int label, int outputs) => label >= 0 && label < outputs;

    internal override void Encode(int label, Span<double> target)
    {
        target.Fill(smoothing / target.Length);
        target[label] += 1 - smoothing;
    }

    internal override double Of(ReadOnlySpan<double> output, ReadOnlySpan<double> target)
    {
        var shift = form == OutputForm.Numbers ? LogSumExp(output) : 0;
        var loss = 0.0;
        for (var c = 0; c < output.Length; c++)
        {
            // 0 · log 0 is 0: a class that is not the answer has no share.
            if (target[c] != 0)
                loss -= target[c] * (form == OutputForm.Probabilities ? Math.Log(output[c]) : output[c] - shift);
        }

        return loss;
    }

    internal override bool IsImpossible(ReadOnlySpan<double> target)
    {
        var sum = 0.0;
        var isOutside = false;
        foreach (var y in target)
            (sum, isOutside) = (sum + y, isOutside || !(y >= 0 && y <= 1 + Rounding));
        return isOutside || !(Math.Abs(sum - 1) <= Rounding);
    }

    internal override string Wanted => "probabilities that sum to 1, such as a 1 at the right class";

    // The answer of each class is given to the next one.
    internal override void Wrong(ReadOnlySpan<double> target, Span<double> other)
    {
        for (var c = 0; c < target.Length; c++)
            other[(c + 1) % target.Length] = target[c];
    }

    internal override double BestConstant(Matrix<double> targets)
    {
        var means = targets.RowSums() / targets.ColumnCount;
        var sum = means.Sum();
        return -means.Sum(mean => mean > 0 ? mean * Math.Log(mean / sum) : 0);
    }

    internal override void Right(ReadOnlySpan<double> target, double sureness, Span<double> output)
    {
        var rest = Math.Exp(-sureness);
        for (var c = 0; c < output.Length; c++)
        {
            var p = ((1 - rest) * target[c]) + (rest / output.Length);
            output[c] = form == OutputForm.Probabilities ? p : Math.Log(p);
        }
    }

    private static double LogSumExp(ReadOnlySpan<double> z)
    {
        var largest = double.NegativeInfinity;
        foreach (var each in z)
            largest = Math.Max(largest, each);
        var sum = 0.0;
        foreach (var each in z)
            sum += Math.Exp(each - largest);
        return largest + Math.Log(sum);
    }
}
