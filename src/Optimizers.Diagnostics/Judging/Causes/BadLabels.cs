namespace Optimizers.Diagnostics.Causes;

/// <summary>Answers that the loss does not take: a class that no output stands for, one-hot for an index, ±1 where 0 or 1 belongs.</summary>
internal sealed class BadLabels : Cause
{
    public override string Id => "bad-labels";

    public override string Title => "labels are out of range or encoded wrongly";

    public override bool IsHarmful(Examination examination) => true;

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Outputs, nameof(TrainingCase.Model));
        if (examination.SameAnswer is { } same)
            balance.AddFact(10, "the answers", $"every training example has the same answer, {same}: there is nothing to tell apart");
        if (examination.Outputs is not { Targets: { } targets, Outputs: var outputs })
            return OfLabelsAlone(balance, examination.Case.Labels);
        // An answer that is missing is no other encoding of one.
        if (targets.Impossible > targets.Missing)
        {
            balance.AddFact(
                10, "the answers",
                $"{targets.Impossible} of {targets.Examples} examples have an answer that the loss does not take, the first is example "
                + $"{targets.FirstImpossible}: {targets.Given}; it takes {targets.Wanted}");
            if (outputs == 1 && targets.Classes > 2)
                balance.Add(1, "the outputs", $"the model has one output for {targets.Classes} classes");
        }
        else if (targets.Wanted.Length > 0)
        {
            balance.Add(-3, "the answers", $"every answer is one that the loss takes");
        }

        return balance.Conclude(() => new(
            outputs == 1 && targets.Classes > 2 ? $"Give the model an output for each of the {targets.Classes} classes."
            : targets.Rows > 0 ? $"Encode the targets as the loss takes them: {targets.Wanted}."
            : $"Number the classes from 0 and give the model an output for each: labels must be {targets.Wanted}."));
    }

    // Without the outputs only their number from 0 can be told.
    private static Assessment OfLabelsAlone(Balance balance, IReadOnlyList<int>? labels)
    {
        int[] impossible = [.. Enumerable.Range(0, labels?.Count ?? 0).Where(n => labels![n] < 0 && labels[n] != LabelReport.LeftOut)];
        if (impossible is [var first, ..])
        {
            balance.AddFact(
                10, "the labels",
                $"{impossible.Length} of {labels!.Count} labels are below 0, the first is that of example {first}: {labels[first]}");
        }

        return balance.Conclude(() => new("Number the classes from 0."));
    }
}
