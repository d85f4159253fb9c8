using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// Units of a bounded activation function sit at its ends, where its derivative is nearly zero (Glorot and Bengio 2010, section 3).
/// </summary>
internal sealed class Saturation : Cause
{
    public override string Id => "saturation";

    public override string Title => "hidden units are saturated, so their gradients are nearly zero";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Units, nameof(TrainingCase.HiddenLayers));
        var now = Worst(examination.Units);
        var start = Worst(examination.UnitsAtStart);
        if (now is not null)
        {
            balance.Add(
                start is { SaturatedShare: > 0.6 } ? Grounds.Fact : Grounds.Probable,
                (5 * Ramp(now.SaturatedShare, 0.4, 0.8)) - (5 * Ramp(now.SaturatedShare, 0.35, 0.1)),
                "activations of the hidden units",
                $"{Percent(now.SaturatedShare)} of the activations of {now.Layer} lie within 1 % of the ends of their range");
            if (start is not null)
            {
                balance.Add(
                    (3 * Ramp(start.SaturatedShare, 0.5, 0.85)) - (7 * Ramp(start.SaturatedShare, 0.6, 0.35)),
                    "activations at the start",
                    $"at the start the share was {Percent(start.SaturatedShare)}");
            }

            balance.Add(
                -11 * LogRamp(examination.NarrowestWidth, 5, 2),
                "the hidden units",
                $"the narrowest hidden layer has {examination.NarrowestWidth} units: too few to call one of them a fault");
            balance.AddLargeLoss(examination, 1, 4);
            balance.AddCure(PriorLogOdds, () => examination.StartTrial, "from a sound start");
        }

        return balance.Conclude(() => new(
            "Start with smaller weights (variance 2/(inputs + outputs) of the layer: Glorot and Bengio 2010) and inputs of about unit variance.",
            examination.SoundStart()));
    }

    private static UnitReport? Worst(IReadOnlyList<UnitReport>? units) =>
        units?.Where(layer => !double.IsNaN(layer.SaturatedShare)).MaxBy(layer => layer.SaturatedShare);
}
