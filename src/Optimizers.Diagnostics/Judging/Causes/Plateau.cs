using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>The loss stands still where gradient and curvature are both small, and nothing else explains it.</summary>
internal sealed class Plateau : Cause
{
    public override string Id => "plateau";

    public override string Title => "the loss is on a plateau";

    public override double PriorLogOdds => -6;

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance();
        if (examination.Curve is { } curve)
        {
            balance.Add(
                (3 * Ramp(curve.FlatSince, 0.5, 0.9)) - (3 * Ramp(curve.RelativeSlope, -0.01, -0.05)),
                "the recorded losses",
                $"the loss has stayed within its roughness of {curve.Last} for the last {Percent(curve.FlatSince)} of the run");
        }

        if (examination.Motion is { } motion && motion.FirstGradientNorm > 0)
        {
            var shrunk = motion.GradientNorm / motion.FirstGradientNorm;
            balance.Add(1.5 * LogRamp(shrunk, 0.1, 0.003), "the steps", $"the gradient's norm is {shrunk} times that of the first steps");
        }

        balance.AddLargeLoss(examination, 2, 6);
        return balance.Conclude(() => new(
            "Find out what holds the loss: give TrainingCase.Objective, so that curvature and line scans can tell; a larger rate or an adaptive "
            + "rule crosses plateaus faster."));
    }
}
