using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// The model is too small: even a reference minimizer, from here and from new starts, ends at a high loss (the note's guide: make it more flexible).
/// </summary>
internal sealed class ModelBias : Cause
{
    public override string Id => "model-bias";

    public override string Title => "the model is too small for the data";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.FitFromNewStart, nameof(TrainingCase.NewStart));
        var losses = examination.Losses;
        if (!double.IsNaN(examination.Reachable) && losses.Chance > 0)
        {
            var reached = losses.ShareOfChance(examination.Reachable);
            if (losses.IsStated)
            {
                // From where the training is stuck a minimizer may be stuck too: only one from elsewhere speaks for the model's size.
                balance.Add(
                    ((examination.FitFromNewStart is null && examination.Trials is null ? 1.5 : 5)
                            * LogRamp(examination.Reachable / losses.Satisfactory, 1.1, 2))
                        - (6 * LogRamp(examination.Reachable / losses.Satisfactory, 1, 0.5)),
                    "reference fits",
                    $"the best that a reference minimizer reached with this model is {examination.Reachable}, {Percent(reached)} of chance; "
                    + $"{losses.Satisfactory} would satisfy");
            }
            else
            {
                balance.Add(
                    -6 * LogRamp(reached, 0.2, 0.1),
                    "reference fits",
                    $"the best that a reference minimizer reached with this model is {examination.Reachable}, {Percent(reached)} of chance");
            }

            if (examination.Learnability is { } generic)
            {
                // Only a loss that another model has on examples it has not seen tells a model that is too small from data that hold no more.
                var elsewhere = 1 - generic.Share;
                balance.Add(
                    (generic.IsLearned ? 6 * LogRamp(reached / Math.Max(elsewhere, 1e-3), 1.4, 2.5) : 0)
                        - (4 * LogRamp(reached / Math.Max(elsewhere, 1e-3), 1.1, 0.8)),
                    "a generic model on examples that it has not seen",
                    $"a generic model explains {Percent(generic.Share)} of the answers on examples that it has not seen; the best fit of this one "
                    + $"{Percent(1 - reached)} of those it was fitted to");
            }

            balance.Add(
                1 * Ramp(examination.GainFromHere, 0.4, 0.1),
                "reference fit from here",
                $"from here it took {Percent(examination.GainFromHere)} of the loss away: the training has come about as far as it can");
        }

        balance.Add(
            -6 * examination.LostSignalAtStart, "the outputs at the start",
            $"at the start nothing of the inputs reaches the outputs: what a minimizer reaches from there says nothing of the model's size");
        balance.Add(
            3 * LogRamp(examination.NarrowestWidth, 5, 2),
            "the hidden units",
            $"the narrowest hidden layer has {examination.NarrowestWidth} units");
        if (examination.FitOfOneBatch is { } batch)
        {
            balance.Add(
                (2 * LogRamp(batch.Iterations, 40, 120)) - (1.5 * LogRamp(batch.Iterations, 30, 10)),
                "reference fit of one batch",
                $"to fit one batch it took {batch.Iterations} iterations, and came to {batch.Loss}");
        }

        balance.Add(
            -6 * Ramp(examination.IsLarge, 0.5, 0),
            "the losses",
            $"the training loss is {losses.Training}, and {losses.Satisfactory} would satisfy");
        if (!double.IsNaN(losses.Validation) && losses.Training > 0)
        {
            balance.Add(
                (1 * Ramp(losses.Validation / losses.Training, 1.5, 1.1)) - (3 * Ramp(losses.Validation / losses.Training, 1.5, 2.5)),
                "the losses",
                $"the loss is {losses.Training} on the training data and {losses.Validation} on a holdout");
        }

        return balance.Conclude(() => new("Make the model more flexible: more units, more layers, more features."));
    }
}
