using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// Units whose activation is the same for every example: they pass no information forward and no gradient back, and do not come back
/// (Maas, Hannun and Ng 2013).
/// </summary>
internal sealed class DeadUnits : Cause
{
    public override string Id => "dead-units";

    public override string Title => "hidden units are dead: constant whatever the input";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Units, nameof(TrainingCase.HiddenLayers));
        if (examination.Units is { Count: > 0 } units)
        {
            var worst = units.MaxBy(layer => layer.DeadShare)!;
            // Units that die on the way do so of something else; those that began dead are a fact of the start.
            var weight = (6 * Ramp(worst.DeadShare, 0.4, 0.9)) - (5 * Ramp(worst.DeadShare, 0.4, 0.1));
            balance.Add(
                examination.WorstDeadShareAtStart > 0.5 ? Grounds.Fact : Grounds.Probable, weight,
                "activations of the hidden units",
                $"{worst.Dead.Count} of the {worst.Units} units of {worst.Layer} give the same value for every example");
            balance.Add(
                (2 * Ramp(examination.WorstDeadShareAtStart, 0.2, 0.5)) - (4 * Ramp(examination.WorstDeadShareAtStart, 0.1, 0)),
                "activations at the start",
                $"at the start {Percent(examination.WorstDeadShareAtStart)} of a layer's units were dead");
            if (examination.WorstDeadShareAtStart < 0.1 && examination.Silent is { Count: > 0 } silent)
                balance.Add(-5, "the gradient by parameters",
                    $"the gradient of {string.Join(", ", silent)} was zero at the start already, where no unit was dead");
            balance.Add(
                -5 * LogRamp(examination.SmallestScaleAtStart, 0.15, 0.04),
                "the weights of the start",
                $"the start has weights of {examination.SmallestScaleAtStart} times the usual scale: what reaches the units is too small to tell");
            balance.Add(
                -8 * LogRamp(examination.NarrowestWidth, 5, 2),
                "the hidden units",
                $"the narrowest hidden layer has {examination.NarrowestWidth} units: too few to call one of them a fault");
            balance.AddLargeLoss(examination, 2, 3);
            balance.AddCure(PriorLogOdds, () => examination.StartTrial, "from a sound start");
        }

        return balance.Conclude(() =>
        {
            var layer = examination.Units!.MaxBy(each => each.DeadShare)!;
            var names = examination.LayerNamed(layer.Layer);
            return new(
                $"Draw the weights of the {layer.Dead.Count} dead units of {layer.Layer} anew with their bias at 0"
                + (examination.WorstDeadShareAtStart > 0.3
                    ? "; they were dead from the start, so correct the initialization."
                    : "; they died on the way, so lower the learning rate too."),
                examination.WorstDeadShareAtStart > 0.3 ? examination.SoundStart()
                    : names is { Incoming: { } incoming } ? Remedies.ReinitializeUnits(incoming, names.Bias, layer.Dead, examination.Options.Seed)
                    : null);
        });
    }
}
