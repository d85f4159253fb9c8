namespace Optimizers.Diagnostics;

/// <summary>The lecture note's general guide (figure 1) walked with the numbers of an examination.</summary>
internal static class Guide
{
    /// <summary>The questions on the path, to its end or to the first one that cannot be answered.</summary>
    public static IReadOnlyList<GuideStep> Walk(Examination examination)
    {
        var steps = new List<GuideStep>();
        var losses = examination.Losses;
        var isLarge = losses.IsTrainingLarge;
        steps.Add(new(
            "Is the loss on the training data large?",
            isLarge,
            isLarge is null
                ? Unknown(examination)
                : $"{Numbers.Text(losses.Training)} against a satisfactory {Numbers.Text(losses.Satisfactory)}"));
        if (isLarge == true)
            steps.Add(CanItBeSmaller(examination));
        else if (isLarge == false)
            Generalize(examination, steps);
        return steps;
    }

    private static string Unknown(Examination examination)
    {
        var losses = examination.Losses;
        if (examination.NonFinite is { } first)
            return $"the {first.What} left the finite numbers in {examination.Monitor.CountedIn} {first.Iteration}: that comes first";
        if (double.IsNaN(losses.Training))
            return examination.Monitor.StepCount > 0 ? "record losses: TrainingMonitor.RecordLoss before each step"
                : "no loss and no step was recorded: call optimizer.Watch(monitor), and monitor.RecordLoss before each step";
        if (examination.IsLogFlat)
        {
            return $"the loss has stood still at {Numbers.Text(losses.Training)} for the last half of the log or longer, and a log "
                + "cannot tell why: it may be all that the data allow, or chance; steps too small, too large or at their end; units that are dead or "
                + "the same; or inputs and answers that do not belong together. Cheapest next: train on eight examples alone for some hundred steps. "
                + "If their loss goes to 0, the code learns, and the rate comes next, a third and three times of it; if not, the fault is in model, "
                + "loss or gradient";
        }

        var now = $"the loss is {Numbers.Text(losses.Training)}, ";
        return now + (losses.Satisfactory > 0
            ? $"between a tenth of chance and chance at {Numbers.Text(losses.Chance)}: say what satisfies"
                + Wanted(examination, ", by TrainingCase.SatisfactoryLoss", ofLog: "")
            : "and what satisfies was not said: " + Wanted(
                examination, "TrainingCase.SatisfactoryLoss (or Labels, Targets or ChanceLoss)",
                ofLog: "say a loss that would be enough, the number of classes, or the loss of the best constant outputs"));
    }

    // Who has a log alone hands over no objects.
    private static string Wanted(Examination examination, string ofProgram, string ofLog) => examination.IsLog ? ofLog : ofProgram;

    // A smaller or simpler model, or a better minimizer, with a lower training loss proves that the optimization fails.
    private static GuideStep CanItBeSmaller(Examination examination)
    {
        const string Question = "Does anything reach a lower training loss: a smaller model, or a reference minimizer?";
        var now = examination.Losses.Training;
        var best = examination.Reachable;
        if (double.IsNaN(best))
        {
            return new(Question, null, Wanted(
                examination, "give TrainingCase.Objective and NewStart, or train a smaller model and give SmallerModelLoss",
                ofLog: "train a smaller model, or the same one with another optimizer, and compare"));
        }

        var isLower = best < 0.8 * now || !double.IsFinite(now);
        return new(
            Question,
            isLower,
            $"{Numbers.Text(best)} {(best == examination.Case.SmallerModelLoss ? "by a smaller model" : "by L-BFGS")} against {Numbers.Text(now)}: "
            + (isLower ? "the optimization fails" : "the model is too small, or the data contradict themselves"));
    }

    private static void Generalize(Examination examination, List<GuideStep> steps)
    {
        var losses = examination.Losses;
        bool? IsLarge(double loss) => double.IsNaN(loss) ? null : loss > Math.Max(losses.Satisfactory, 2 * losses.Training);
        var test = IsLarge(losses.Test);
        steps.Add(new(
            "Is the loss on the testing data large?",
            test,
            test is null
                ? Wanted(examination, "give TrainingCase.Test, or RecordEvaluation(test: …)", ofLog: "log the loss on the testing data too")
                : $"{Numbers.Text(losses.Test)} on the testing data, {Numbers.Text(losses.Training)} on the training data"));
        if (test != true)
            return;
        var validation = IsLarge(losses.Validation);
        steps.Add(new(
            "Is it large on a holdout from the training data too?",
            validation,
            validation is null
                ? Wanted(examination, "give TrainingCase.Validation, or RecordEvaluation(validation: …)", ofLog: "log the loss on a holdout too")
            : validation.Value ? $"{Numbers.Text(losses.Validation)}: overfitting"
            : $"{Numbers.Text(losses.Validation)}: the two distributions differ"));
    }
}
