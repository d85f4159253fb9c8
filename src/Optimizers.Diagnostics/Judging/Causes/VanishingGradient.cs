using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// The gradient shrinks from layer to layer on its way back, so that the first layers do not learn (Hochreiter 1991; Bengio,
/// Simard and Frasconi 1994).
/// </summary>
internal sealed class VanishingGradient : Cause
{
    public override string Id => "vanishing-gradient";

    public override string Title => "the gradient vanishes through depth";

    public override Assessment Assess(Examination examination)
    {
        var depth = examination.DepthAtStart ?? examination.Depth;
        var lost = examination.LostSignalAtStart;
        var balance = new Balance().Wants(depth, nameof(TrainingCase.Objective)).Add(
            7 * lost, "the outputs at the start",
            $"at the start the outputs of different examples differ by {examination.Outputs?.SignalAtStart ?? double.NaN}, where about 1 is usual: "
            + $"what tells the examples apart is lost on its way to them, and the gradient on its way back");
        var hasDepth = depth is not null && !double.IsNaN(depth.BackwardGrowth);
        if (hasDepth)
            WeighDepth(balance, examination, depth!, lost > 0);
        if (hasDepth || lost > 0)
        {
            balance.Add(
                -4 * LogRamp(examination.NarrowestWidth, 5, 2),
                "the hidden units",
                $"the narrowest hidden layer has {examination.NarrowestWidth} units: what vanishes there vanishes in the bottleneck");
            balance.AddLargeLoss(examination, 1.5, 4);
            balance.AddCure(PriorLogOdds, () => examination.StartTrial, "from a sound start");
        }

        return balance.Conclude(() => new(
            "Start with weights of variance 2/(inputs + outputs) (tanh) or 2/inputs (ReLU), use tanh or ReLU in the place of the logistic function, "
            + "or shortcuts past layers; "
            + "an adaptive rule gives every layer a rate of its own.",
            examination.SoundStart()));
    }

    private static void WeighDepth(Balance balance, Examination examination, DepthReport depth, bool isLost)
    {
        // Small weights in all layers make every gradient small alike: what shrinks on the way forth and what shrinks on the way back make up for
        // each other.
        var fading = examination.FadingAtStart;
        balance.Add(
            4.5 * LogRamp(fading, 0.7, 0.5), "activations at the start",
            $"at the start the activations shrink to {fading} of what they are from layer to layer, and the gradient with them on its way back");
        balance.Add(
            (5 * LogRamp(depth.BackwardGrowth, 0.5, 0.15)) - (fading < 0.7 || isLost ? 0 : 5 * LogRamp(depth.BackwardGrowth, 0.7, 0.95)),
            $"the gradient through depth at {(examination.DepthAtStart is null ? "θ" : "the start")}",
            $"on its way back the gradient changes by a factor of {depth.BackwardGrowth} a layer: {depth.Last} at the last weights, "
            + $"{depth.First} at the first");
        balance.Add(
            3 * LogRamp(depth.First / depth.Last, 0.1, 0.01) * Ramp(depth.BackwardGrowth, 0.8, 0.6),
            $"the gradient through depth at {(examination.DepthAtStart is null ? "θ" : "the start")}",
            $"the first weights' gradient is {depth.First / depth.Last} times the last ones'");
    }
}
