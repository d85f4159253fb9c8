namespace Optimizers.Diagnostics;

/// <summary>What blocks of trainings add to the assessment of a cause. They stand in the place of its single trial.</summary>
internal static class AfterTrial
{
    private const double WeightOfShown = 3.5;
    private const double WeightOfShownForMany = 1;
    private const double WeightOfCleared = -2;

    /// <summary>The assessment with the result of the trial.</summary>
    /// <param name="assessment">What was measured and weighed before.</param>
    /// <param name="trial">The trial of the remedy.</param>
    public static Assessment With(this Assessment assessment, CureTrial trial)
    {
        var single = assessment.Evidence.Where(each => each is { Grounds: Grounds.Shown, Weight: > 0 }).ToList();
        var balance = new Balance();
        if (trial.Stands == true)
        {
            var own = assessment.Remedy?.Action is { IsForManyCauses: true } ? WeightOfShownForMany : WeightOfShown;
            balance.AddShown(
                Math.Max(own, single.Select(each => each.Weight).DefaultIfEmpty(0).Max()), Source(trial),
                $"the loss is {trial.With}, at the best other rate {trial.BestRate}, and with the cure {trial.Without}, which is beyond chance");
        }
        else if (trial.Stands == false)
        {
            balance.Add(
                WeightOfCleared, Source(trial),
                $"the loss is {trial.With}, and with the cure {trial.Without}: what the cure gains is little");
        }

        return assessment with
        {
            Evidence =
            [
                .. trial.Stands is null
                    ? assessment.Evidence.Select(each => each.Grounds == Grounds.Shown ? each with { Grounds = Grounds.Probable } : each)
                    : assessment.Evidence.Except(single),
                .. balance.Conclude().Evidence,
            ],
        };
    }

    private static string Source(CureTrial trial) =>
        FormattableString.Invariant($"{trial.Blocks} pairs of trainings of {trial.Steps} steps, each pair from another start in another order");
}
