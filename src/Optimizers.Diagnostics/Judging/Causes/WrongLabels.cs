using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// Labels are shuffled or partly wrong: a model that has learned the rule contradicts them firmly, and can only learn them by heart (Zhang et al.
/// 2017; Arpit et al. 2017).
/// </summary>
internal sealed class WrongLabels : Cause
{
    // Of the loss of chance: what is left where nothing of the rule was learned.
    private const double NothingLearned = 0.85;

    public override string Id => "wrong-labels";

    public override string Title => "labels are wrong: many contradict what the inputs say";

    public override bool IsHarmful(Examination examination) =>
        examination.HarmIsKnown || examination.Losses.Validation > 0.9 * examination.Losses.Chance;

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.ExampleLosses, nameof(TrainingCase.ExampleLosses))
            .Wants(examination.Case.Validation, nameof(TrainingCase.Validation));
        if (examination.ExampleLosses is { } examples)
        {
            balance.Add(
                (0.5 * Ramp(examples.HighShare, 0.03, 0.1)),
                "the losses of single examples",
                $"the model contradicts {Percent(examples.HighShare)} of the training labels firmly (more than twice the loss of chance); the median "
                + $"loss is {examples.Median}");
        }

        var losses = examination.Losses;
        balance.Add(
            -4 * LogRamp(losses.Training / losses.Chance, 2, 6),
            "the losses",
            $"the training loss is {losses.Training / losses.Chance} times that of chance: the model contradicts everything");
        if (examination.Trials is { } trials)
        {
            balance.Add(
                -5 * LogRamp(losses.Training / trials.Best.Loss, 1.5, 3),
                "short trainings from the start",
                $"a few steps at another rate come down to {trials.Best.Loss}, far below the {losses.Training} that the "
                + $"labels would have to explain");
        }

        // Labels of which a part is wrong are learned all the same; then the testing data tell.
        var contradicts = (losses.Validation - losses.Test) / losses.Chance > 0.12;
        if (examination.Learnability is { } generic)
        {
            balance.Add(
                generic.IsLearned && !contradicts ? -4 * Ramp(generic.Share - Math.Max(generic.Shuffled, 0), 0.1, 0.4) : 0,
                "a generic model on examples that it has not seen",
                $"a generic model explains {Percent(generic.Share)} of the labels on examples that it has not seen, and no more than "
                + $"{Percent(Math.Max(generic.Shuffled, 0))} of shuffled ones: they belong to the inputs");
            balance.Add(
                generic.IsLearned ? 0 : 1.2,
                "a generic model on examples that it has not seen",
                $"a generic model learns no more of the labels than of shuffled ones: {Percent(generic.Share)}");
        }

        if (examination.Setup is { ExampleCount: > 0 } setup)
        {
            balance.Add(
                -4 * LogRamp(setup.ExampleCount, 400, 120),
                "the data",
                $"{setup.ExampleCount} training examples are too few to tell a label that is wrong from a rule that they do not show");
        }

        if (examination.Fitted is { } fitted)
        {
            var isFitted = fitted.Training < 0.3 * losses.Chance ? 1 : Ramp(fitted.Validation / fitted.Training, 1.03, 1.15);

            // A minimizer that learns examples by heart says nothing of labels of which the training itself has learned a rule that holds.
            var isUnlearned = contradicts || double.IsNaN(losses.Validation) ? 1 : Ramp(losses.Validation / losses.Chance, 0.75, 0.9);

            // Nor where it was better on the holdout before it learned them by heart: there is a rule that holds.
            var hasRule = contradicts ? 0 : examination.FitHadRule;
            balance.Add(
                (examination.Learnability is { IsLearned: true } && !contradicts ? 0
                    : 3.5 * Ramp(fitted.Validation / losses.Chance, 0.7, 1.1) * isFitted * isUnlearned * (1 - hasRule))
                    - (4 * Ramp(fitted.Validation / losses.Chance, 0.6, 0.3)),
                "reference fit from a new start, on the holdout",
                $"a model that fits the training data to {fitted.Training} has a loss of {fitted.Validation} on a holdout from the same data, where "
                + $"chance has {losses.Chance}");
        }

        balance.Add(
            -7 * LogRamp(examination.ForeignFloor, 1.05, 1.2), "reference fits",
            $"the loss is not the one that it is called: what it comes to says nothing of the labels");
        if (examination.DepthAtStart is { } depth)
        {
            balance.Add(
                -4 * LogRamp(depth.BackwardGrowth, 0.5, 0.15),
                "the gradient through depth at the start",
                $"the gradient vanishes on its way back, by a factor of {depth.BackwardGrowth} a layer: that the model does not learn "
                + $"says nothing of the labels");
        }

        balance.Add(
            -4 * LogRamp(examination.NarrowestWidth, 5, 2),
            "the hidden units",
            $"the narrowest hidden layer has {examination.NarrowestWidth} units: that the model does not learn says nothing of the labels");
        balance.Add(
            -4 * Ramp(examination.WorstDeadShareAtStart, 0.5, 0.9) * (1 - double.MaxNumber(0, LogRamp(examination.NarrowestWidth, 5, 2))),
            "the hidden units",
            $"at the start {Percent(examination.WorstDeadShareAtStart)} of a layer's units are dead: that the model does not learn says nothing of "
            + $"the labels");
        if (examination.FitFromNewStart is not null)
        {
            // Constant answers would come down to that of chance, whatever the labels are: what stays above it has another reason.
            balance.Add(
                3 * Ramp(examination.Reachable / losses.Chance, 0.85, 0.97) * (1 - LogRamp(examination.Reachable / losses.Chance, 1.05, 1.2)),
                "reference fits",
                $"nothing that was tried gets below {examination.Reachable} on the training data, where chance has {losses.Chance}");
        }

        if (!double.IsNaN(losses.Validation / losses.Chance))
        {
            // The losses of a few dozen held-out examples differ by chance.
            var told = examination.Setup is { ExampleCount: > 0 } data ? LogRamp(data.ExampleCount, 250, 1000) : 1;

            // By heart or not: wrong labels leave the holdout, which shares them, worse than the testing data, or never better than chance.
            var contradicted = Math.Max(
                Ramp((losses.Validation - losses.Test) / losses.Chance, 0.1, 0.2), Ramp(losses.BestValidation / losses.Chance, 0.75, 0.9));
            balance.Add(
                -4 * Ramp(losses.Training / losses.Chance, 0.15, 0.05) * (1 - contradicted),
                "the losses",
                $"the training loss is small, the holdout's was {losses.BestValidation} at its best, where chance has {losses.Chance}, and the "
                + $"testing data's is {losses.Test}");
            balance.Add(
                (5 * told * Ramp((losses.Validation - losses.Test) / losses.Chance, 0.12, 0.25) * Ramp(losses.Test / losses.Chance, 0.85, 0.6))
                    - (1 * Ramp((losses.Validation - losses.Test) / losses.Chance, 0.1, 0)),
                "the losses",
                $"on a holdout from the training data the loss is {losses.Validation}, on the testing data {losses.Test}: the training data "
                + $"contradict what is right elsewhere");
            balance.Add(
                (1.5 * Ramp(losses.Validation / losses.Chance, 0.8, 1)) - (3 * Ramp(losses.Validation / losses.Chance, 0.45, 0.3)),
                "the holdout",
                $"on a holdout from the training data the loss is {losses.Validation}, that of chance {losses.Chance}");
        }

        // Only where nothing was learned: what learns one sense of the answers need not be asked about the other.
        var isTurned = losses.Training > NothingLearned * losses.Chance && examination.AnswersTrial is { Shows: true };
        if (isTurned && examination.AnswersTrial is { } turned)
        {
            balance.AddShown(
                10, "short trainings",
                $"the loss is {turned.With}, and with the two answers exchanged, 0 for 1 and 1 for 0, it is {turned.Without} ({turned.Steps} steps): "
                + $"what the model gives means the opposite");
        }

        balance.AddStandstill(examination);
        return balance.Conclude(() => new(isTurned
            ? "Exchange the two answers, in the labels or in the loss: in one of them 1 means what 0 means in the other (a distance is small where "
                + "two are the same, a similarity large)."
            : "Look at the training examples of the highest loss and correct their labels; if inputs and labels come from two files, "
            + "check that their order agrees.")
        {
            Change = isTurned ? CureByChange.ExchangedAnswers : CureByChange.None,
        });
    }
}
