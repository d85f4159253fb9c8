using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// Curvatures of very different sizes: a rate that the steep direction bears is far too small along the flat one (the note, 3.2.3).
/// </summary>
internal sealed class Ravine : Cause
{
    public override string Id => "ravine";

    public override string Title => "the loss is a ravine: steep in some directions, nearly flat in the one that leads on";

    public override double PriorLogOdds => -4;

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Curvature, nameof(TrainingCase.Objective));
        if (examination.Motion is { } motion)
        {
            balance.Add(
                (2 * Ramp(motion.GradientCosine, -0.4, -0.9)) - (2 * Ramp(motion.GradientCosine, -0.3, 0)),
                "the last steps",
                $"successive gradients have a cosine of {motion.GradientCosine}{(motion.GradientCosine < -0.2 ? ": a zigzag" : "")}");
        }

        if (examination.Curvature is { IsSmooth: true, Largest: > 0 } curvature && !double.IsNaN(examination.GainFromHere))
        {
            var ratio = curvature.CurvatureAlongGradient / curvature.Largest;
            balance.Add(
                (1 * Ramp(ratio, 0.3, 0.8)) - (1 * Ramp(ratio, 0.2, 0.05)),
                "curvature at θ",
                $"along the gradient the curvature is {Percent(ratio)} of the largest, {curvature.Largest}");
        }

        if (examination.AlongGradient is { } along && examination.FitFromHere is { } fit)
        {
            var oneLine = 1 - (along.Best.Loss / along.LossAtZero);
            balance.Add(
                (3 * examination.GainFromHere * Ramp(oneLine, 0.1, 0.01)) - (2 * Ramp(oneLine, 0.1, 0.3)),
                "line scan along −g, and a quasi-Newton fit from θ",
                $"no step along −g lowers the loss by more than {Percent(oneLine)}, while a method that learns the curvatures goes from "
                + $"{fit.StartLoss} to {fit.Loss} in {fit.Iterations} iterations");
        }

        balance.Add(
            examination.Curve is { IsFalling: true } ? -2 : 0, "the recorded losses", $"the recorded losses are falling all the same");
        balance.AddShortfall(examination, 1, 4);
        return balance.Conclude(() => new(
            "Use a rule with a rate for every parameter (Adam, RMSProp), or momentum; standardize the inputs first, they are the usual reason."));
    }
}
