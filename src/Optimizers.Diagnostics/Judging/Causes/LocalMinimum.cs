using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>A minimum at a high loss: nothing leads on from here, while the same model fits from another start.</summary>
internal sealed class LocalMinimum : Cause
{
    public override string Id => "local-minimum";

    public override string Title => "the training sits in a local minimum at a high loss";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.FitFromHere, nameof(TrainingCase.Objective))
            .Wants(examination.FitFromNewStart, nameof(TrainingCase.NewStart));
        if (examination.FitFromHere is { } here && examination.FitFromNewStart is { } fresh)
        {
            var between = here.Loss / Math.Max(fresh.Loss, examination.Losses.Satisfactory);
            balance.Add(
                (5 * LogRamp(between, 1.1, 1.6)) - (6 * LogRamp(between, 1.08, 0.98)),
                "reference fits from here and from a new start",
                $"a reference minimizer ends at {here.Loss} from here, and at {fresh.Loss} from a new start");
            balance.Add(
                (2 * Ramp(examination.GainFromHere, 0.3, 0.05)) - (2 * Ramp(examination.GainFromHere, 0.4, 0.8)),
                "reference fit from here",
                $"from here a reference minimizer removed {Percent(examination.GainFromHere)} of the loss in {here.Iterations} iterations");
        }

        return balance.Conclude(() => new(
            "Start again from another draw of the initial weights, with a larger rate or smaller batches at first; a wider "
            + "network has fewer such minima.",
            examination.Case.NewStart is null ? null : Remedies.Restart(examination.Drawn(examination.Options.Seed + 1000))));
    }
}
