using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// Units whose activation is the same for every example: they pass no information forward and no gradient back, and do not come back
/// (Maas, Hannun and Ng 2013).
/// </summary>
internal sealed class DeadUnits : Cause
{
    private const int FewestSteps = 20;

    // The share of its activations at the start below which a layer passes nothing to speak of.
    private const double Nothing = 1e-3;

    public override string Id => "dead-units";

    public override string Title => "hidden units are dead: constant whatever the input";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Units, nameof(TrainingCase.HiddenLayers));
        if (examination.Units is not { Count: > 0 } units)
            return BySilence(balance, examination);
        var worst = units.MaxBy(layer => layer.DeadShare)!;

        // A layer that is off altogether lets nothing through, however narrow it is and whenever it died.
        var faded = Faded(examination);
        var isOff = (worst.DeadShare == 1 || faded is not null) && !examination.NeverMoved;
        if (isOff && faded is var (layer, share))
        {
            balance.Add(
                6, "activations of the hidden units",
                $"the activations of {layer.Layer} have shrunk to {share} of what they were at the start: next to nothing passes it any more");
        }

        if (isOff && !(examination.WorstDeadShareAtStart > 0.5) && examination.Trials is { } trials)
        {
            var smaller = trials.BestOf(isLarger: false)?.Loss ?? double.NaN;
            balance.Add(
                -9 * LogRamp(Math.Max(trials.LossAtRate, examination.Now) / Math.Max(smaller, 1e-300), 1.5, 3),
                "short trainings from the start",
                $"they died on the way, and at a smaller rate the training comes to {smaller}");
        }

        // Units that die on the way do so of something else; those that began dead are a fact of the start.
        var weight = (6 * Ramp(worst.DeadShare, 0.4, 0.9)) - (isOff ? 0 : 5 * Ramp(worst.DeadShare, 0.4, 0.1));

        // Where units of any draw go off, as on inputs that all lie on one side of 0, the start is not to blame.
        var isOfTheStart = examination.WorstDeadShareAtStart > 0.5 && !(weight > 3 && examination.StartTrial is { Clears: true });
        balance.Add(
            isOfTheStart ? Grounds.Fact : Grounds.Probable, weight,
            "activations of the hidden units",
            $"{worst.Dead.Count} of the {worst.Units} units of {worst.Layer} give the same value for every example");
        balance.Add(
            (2 * Ramp(examination.WorstDeadShareAtStart, 0.2, 0.5)) - (isOff ? 0 : 4 * Ramp(examination.WorstDeadShareAtStart, 0.1, 0)),
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
            isOff && IsBelowALine(examination) ? 0 : -8 * LogRamp(examination.NarrowestWidth, 5, 2),
            "the hidden units",
            $"the narrowest hidden layer has {examination.NarrowestWidth} units: too few to call one of them a fault");
        balance.Add(
            -6 * examination.LostSignalAtStart, "the outputs at the start",
            $"at the start next to nothing of the inputs reaches the outputs: units are as good as constant because of that");
        balance.Add(
            -6 * LogRamp(examination.FadingAtStart, 0.7, 0.5), "activations at the start",
            $"at the start the activations shrink to {examination.FadingAtStart} of what they are from layer to layer: units off at the end of that "
            + $"are a part of it");
        balance.AddLargeLoss(examination, 2, 3);
        // Only a start that was dead is cured by another one; of any start a sound one is the better.
        if (!(examination.WorstDeadShareAtStart < 0.2))
            balance.AddCure(PriorLogOdds, () => examination.StartTrial, "from a sound start");

        return balance.Conclude(() =>
        {
            if (examination.Units!.MaxBy(each => each.DeadShare)! is not { Dead.Count: > 0 } layer)
                return new("Start anew from another draw of the weights; a leaky ReLU does not go off.", examination.SoundStart());
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

    // A model that explains less than a straight line does is not too small, but broken.
    private static bool IsBelowALine(Examination examination) => examination.Learnability is { IsLearned: true } generic
        && generic.LinearShare > 1.2 - examination.Losses.ShareOfChance(examination.Now);

    // Without the activations: what had gradients and has none any more, exactly, at a loss that is not done, is off.
    private static Assessment BySilence(Balance balance, Examination examination)
    {
        if (examination.Motion is { Steps: >= FewestSteps, GradientNorm: 0, LargestGradientNorm: > 0, LargestUpdateNorm: > 0 } motion)
        {
            balance.Add(
                8 * Math.Max(
                    Ramp(examination.Now / examination.Losses.Start, 0.1, 0.3), double.MaxNumber(0, Ramp(examination.IsLarge, 0.5, 1))),
                "the steps",
                $"the gradient's norm was up to {motion.LargestGradientNorm}, and is exactly 0 in the last steps, at a loss of {examination.Now}: "
                + $"what it came back through is off for every example");
            balance.Add(
                -8 * LogRamp(motion.LargestRelativeUpdate, 0.3, 1), "the steps",
                $"one step changed the parameters by {Percent(motion.LargestRelativeUpdate)} of their norm: it threw them there");
        }

        if (SilentPlace.Of(examination.DepthAtStart?.Layers) is { } place)
        {
            // Without biases, units of random weights are not all silent unless nothing comes in at all.
            balance.Add(
                place.HasBiases ? Grounds.Fact : Grounds.Probable, place.HasBiases ? 8 : 4, "the gradient by parameters in the first step",
                $"the gradient of {place.Weights} is exactly 0 and that of {place.Bias} is not: what comes into that layer is 0 for every example, "
                + $"and no weights before it are 0");
            balance.Add(
                -8 * LogRamp(place.Width, 5, 2),
                "the shapes of the parameters",
                $"that layer takes {place.Width} units: too few to call one of them a fault");
        }

        return balance.Conclude(() => new(
            "Look for a layer that is off for every example: ReLU units whose weights and biases have become negative. Start anew from another draw, "
            + "with a smaller rate or a leaky ReLU, and see at which step the gradient becomes 0."));
    }

    // The layer whose activations have shrunk most against those of the start, by how much; null where none has come near to nothing.
    private static (UnitReport Layer, double Share)? Faded(Examination examination)
    {
        if (examination is not { Units: { } units, UnitsAtStart: { } before } || units.Count != before.Count)
            return null;
        var (layer, share) = units.Zip(before, (now, start) => (now, now.StandardDeviation / start.StandardDeviation)).MinBy(each => each.Item2);
        return share < Nothing && layer.DeadShare < 1 && !(layer.SaturatedShare > 0.5) ? (layer, share) : null;
    }
}
