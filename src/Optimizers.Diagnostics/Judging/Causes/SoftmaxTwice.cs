using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// Probabilities are given to a loss that expects logits. Then no logit is above 1 and the cross-entropy of C classes cannot fall below log(1 + (C −
/// 1)/e): the certain and right answer has the logits 1, 0, …, 0. Nor can the loss of any example rise above log(e + C − 1), however wrong the
/// network is, while that of logits has no bound.
/// </summary>
internal sealed class SoftmaxTwice : Cause
{
    private const double Rounding = 1e-9;

    private const double Close = 0.01;

    public override string Id => "softmax-twice";

    public override string Title => "softmax is applied twice: the loss expects logits and is given probabilities";

    public override bool IsHarmful(Examination examination) => true;

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Labels, nameof(TrainingCase.Labels))
            .Wants(examination.ExampleLossesWhenSure, nameof(TrainingCase.ExampleLosses));
        if (examination.Labels is not { } labels)
            return balance.Conclude();
        if (examination.Outputs is { Outputs: > 1, Range.AreNormalized: true, Loss.Name: { } name }
            && name.StartsWith(CategoricalLoss.FromLogits, StringComparison.Ordinal))
        {
            balance.AddFact(11, "the outputs",
                $"the outputs of every example are from 0 to 1 and sum to 1, as a softmax gives them, and the {name} takes logits");
        }

        var floor = Math.Log(1 + ((labels.Classes - 1) / Math.E));
        var ceiling = Math.Log(Math.E + labels.Classes - 1);
        if (examination.ExampleLossesWhenSure is { NonFinite: 0 } sure)
        {
            var isBounded = sure.Smallest > floor - Rounding && sure.Largest < ceiling + Rounding;
            var (isAtFloor, isAtCeiling) = (sure.Smallest < floor + Close, sure.Largest > ceiling - Close);
            balance.AddFact(
                !isBounded ? -9 : isAtFloor && isAtCeiling ? 10 : 0,
                "the losses of single examples where θ is a hundred times as large",
                $"there the network is sure of everything, and its losses run from {sure.Smallest} to {sure.Largest}; softmax applied twice keeps "
                + $"those of {labels.Classes} classes between {floor} and {ceiling}");
            balance.Add(
                isBounded && isAtFloor != isAtCeiling && sure.Largest > sure.Smallest ? 5 : 0,
                "the losses of single examples where θ is a hundred times as large",
                $"there the network is sure of everything, and its losses run from {sure.Smallest} to {sure.Largest}; softmax applied twice keeps "
                + $"those of {labels.Classes} classes between {floor} and {ceiling}");
        }
        else if (examination.LossWhenSure is { } bounds)
        {
            // Of the whole loss: a network that is sure and wrong has a loss without bound, unless its logits are probabilities.
            var isBounded = bounds.Smallest > floor - Rounding && bounds.Largest < ceiling + Rounding;
            balance.AddFact(
                !isBounded ? -9 : 8 * Ramp((bounds.Largest - labels.Entropy) / (ceiling - labels.Entropy), 0.1, 0.3),
                "the loss where θ is a hundred times as large, and of the other sign",
                $"there the network is sure of everything, and the loss is from {bounds.Smallest} to {bounds.Largest}; softmax applied twice keeps "
                + $"that of {labels.Classes} classes between {floor} and {ceiling}");
        }

        var fit = examination.FitOfOneBatch?.Loss ?? examination.Reachable;
        if (!double.IsNaN(fit))
        {
            var off = Math.Abs((fit - floor) / (labels.Entropy - floor));
            balance.Add(
                fit < floor * 0.99 ? -9 : (2 * Ramp(off, 0.06, 0.015)) + (2 * Ramp(off, 0.01, 0.003)),
                "reference fit of one batch",
                $"the lowest loss reached is {fit}; with softmax applied twice {labels.Classes} classes cannot fall below {floor}");
        }
        else if (examination.Now < floor * 0.99)
        {
            balance.Add(-9, "the losses", $"the loss {examination.Now} is below {floor}, which softmax applied twice does not allow");
        }

        return balance.Conclude(() => new("Give the loss the logits, or take the logarithm of the probabilities yourself: apply softmax once."));
    }
}
