using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>Nearly every gradient is clipped far down: the clipping sets the length of the steps, not the learning rate.</summary>
internal sealed class ClippingTooTight : Cause
{
    private const double SameNorm = 1e-3;

    public override string Id => "clipping-too-tight";

    public override string Title => "the clipping is too tight, and holds the steps small";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance();
        if (examination.Setup is not { } setup || examination.Motion is not { } motion)
            return examination.IsLog ? OfLog(examination, balance) : balance.Conclude();
        if (double.IsPositiveInfinity(setup.ClipNorm) && examination.PinnedNorm is var norm && !double.IsNaN(norm))
            return OfOwnClipping(examination, balance, norm);
        if (double.IsPositiveInfinity(setup.ClipNorm))
            return balance.Add(-9, "the optimizer", $"the optimizer does not clip").Conclude();
        var cut = motion.GradientNorm / setup.ClipNorm;
        balance.Add(
            (5 * LogRamp(cut, 4, 40)) - (4 * LogRamp(cut, 3, 1)),
            "the last steps",
            $"gradients of norm {motion.GradientNorm} are clipped to {setup.ClipNorm}, {Percent(setup.ClippedShare)} of the last ones");
        if (examination.AlongGradient is { } along)
        {
            balance.Add(
                (3 * LogRamp(along.Best.T, 8, 64)) - (2 * LogRamp(along.Best.T, 4, 1)),
                "line scan along −g over the training data",
                $"along −g the loss falls on for {along.Best.T} times the length of the last step");
        }

        balance.AddShortfall(examination, 1.5, 5);
        balance.AddCure(PriorLogOdds, () => examination.ClippingTrial, "without clipping", isUnusual: cut > 8);
        return balance.Conclude(() => new(
            $"Clip at a norm that only rare gradients exceed, about {Text(4 * motion.GradientNorm)}, or not at all.",
            Remedies.Clip(4 * motion.GradientNorm)));
    }

    // Gradients that were clipped, or made to one norm, before the step was handed them.
    private static Assessment OfOwnClipping(Examination examination, Balance balance, double norm)
    {
        balance.AddFact(
            6, "the gradients of the steps",
            $"nearly every gradient that a step was handed has the norm {norm}, though their directions differ: the loop clips "
            + $"or normalizes them itself");
        balance.AddShortfall(examination, 1.5, 8);
        return balance.Conclude(() => new(
            "Clip at a norm that only rare gradients exceed, or not at all, and clip the gradients of the loss itself: what a loss was multiplied "
            + "by, as in mixed precision, is divided out before."));
    }

    // Of a norm that was logged behind the clipping the largest one is the clip. That it cuts nearly every gradient is seen there; whether that
    // holds the training back is not.
    private static Assessment OfLog(Examination examination, Balance balance)
    {
        var norms = examination.GradientNorms;
        if (norms.Length < Examination.FewestNorms)
            return balance.Conclude();
        var clip = norms.Max();
        var share = (double)norms.Count(norm => norm >= (1 - SameNorm) * clip) / norms.Length;
        balance.Add(
            4 * Ramp(share, 0.5, 0.95), "the log",
            $"in {Percent(share)} of the log the gradient's norm stands at {clip}, and never above: clipping cuts nearly every gradient, so that "
            + $"a step's length is that of the rate alone");
        return balance.Conclude(() => new(
            $"Log the norm before the clipping, and clip at one that only rare gradients exceed; or see what {Text(4 * clip)} gives."));
    }
}
