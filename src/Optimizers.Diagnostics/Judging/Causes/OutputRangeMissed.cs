using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// The last activation does not fit: targets lie beyond what the outputs can reach, a loss that takes probabilities is given other numbers, or the
/// outputs cannot change at all, as a softmax over one output.
/// </summary>
internal sealed class OutputRangeMissed : Cause
{
    private const string Source = "the outputs, and those of parameters drawn anew";

    // A tenth of the outputs of a start may round to the ends of a logistic function.
    private const double FewCutOff = 0.1;

    public override string Id => "output-range";

    public override string Title => "the outputs cannot reach the targets: the last activation does not fit";

    public override bool IsHarmful(Examination examination) => true;

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Outputs, nameof(TrainingCase.Model));
        if (examination.Outputs is not { } outputs)
            return ByItsFloor(balance, examination);
        var range = outputs.Range;
        var chance = examination.Losses.Chance;
        if (range.IsConstant)
        {
            balance.AddFact(10, Source, $"every output is {range.Largest}, whatever the inputs and the parameters are");
        }
        else if (range.NotProbabilities > 0)
        {
            // Probabilities along the other axis are another cause's.
            balance.AddFact(
                range.AreNormalizedOverExamples ? 0 : 10 * Ramp((double)range.NotProbabilities / outputs.Examples, 0, 0.1), "the outputs",
                $"{outputs.Loss?.Name ?? "the loss"} takes probabilities, and the outputs of {range.NotProbabilities} of {outputs.Examples} examples "
                + $"are none: from {range.Smallest} to {range.Largest}");
        }
        else if (range.CutOff > FewCutOff)
        {
            balance.AddFact(
                10 * Ramp(range.CutOff, FewCutOff, 2 * FewCutOff), "the outputs",
                $"{Percent(range.CutOff)} of the outputs stand exactly at the ends of probabilities, before any was learned: they were cut off "
                + $"there, and let no gradient through");
        }
        else if (range.OffSum > 0)
        {
            balance.AddFact(
                10 * Ramp(range.OffSum, 0.02, 0.1), "the outputs and the targets",
                $"the outputs of every example sum to 1, as those of a softmax, and the targets of {Percent(range.OffSum)} of the examples do not: "
                + $"several answers may be right at once, or none");
        }
        else if (double.IsFinite(range.LowerBound) || double.IsFinite(range.UpperBound))
        {
            // Logits that are probabilities are told by another cause, in its own words.
            var share = range.AreNormalized && outputs.Outputs > 1
                && (double.IsNaN(range.LowestTarget) || outputs.Loss?.Name.StartsWith(CategoricalLoss.FromLogits, StringComparison.Ordinal) == true)
                ? 0 : range.Unreachable / chance;
            balance.AddFact(
                (10 * Ramp(share, 0.05, 0.15)) - (3 * Ramp(share, 0.02, 0)), Source,
                $"the outputs stay {Ends(range)} however large the parameters are{Beyond(range)}; the best of them have a loss of "
                + $"{range.Unreachable} above that of right answers, the best constant has {chance}");
        }
        else
        {
            balance.Add(-3, Source, $"the outputs have no ends that the targets lie beyond");
        }

        if (outputs.IsCollapsed && !range.IsConstant)
        {
            balance.Add(
                Ramp(Math.Abs((examination.Now / chance) - 1), 0.1, 0.02), "the outputs",
                $"every example is given the same outputs, though the inputs differ");
        }

        return balance.Conclude(() => new(
            range.IsConstant ? "Take the softmax over all classes, not over one output; of a single output use the logistic function."
            : range.OffSum > 0 && range.CutOff <= FewCutOff
                ? "Give each output a logistic function of its own in the place of the softmax, and add up their binary cross-entropies."
            : range.NotProbabilities > 0 || range.CutOff > FewCutOff
                ? "Give this loss the probabilities of a softmax (a logistic function for yes or no), or take the loss from logits."
            : double.IsNaN(range.LowestTarget) ? "Leave out the last activation: the loss takes logits, which have no ends."
            : "Leave out the last activation, so that the outputs can be any number, or scale the targets to its range."));
    }

    /// <summary>
    /// Without the outputs, the lowest loss that was reached tells a range that does not hold the targets: it is the squared error of the targets
    /// clipped to it, and a minimizer gets no lower.
    /// </summary>
    private static Assessment ByItsFloor(Balance balance, Examination examination)
    {
        if (examination is { NeverMoved: false, Ends: { Activation: { } activation, Floor: var floor } known } && examination.Losses.Chance > 0)
        {
            var unreachable = floor / examination.Losses.Chance;
            balance.AddFact(
                (10 * Ramp(unreachable, 0.05, 0.15)) - (3 * Ramp(unreachable, 0.02, 0)), "the loss where the last bias is huge",
                $"the outputs are those of {activation}: however large the last bias is, the loss stays at {known.Lower} and {known.Upper}, as the "
                + $"targets have it there; the best outputs within have a loss of {floor}, the best constant has {examination.Losses.Chance}");
            return balance.Conclude(Cure);
        }

        if (examination.NeverMoved || examination.Targets is not { Floors: { Count: > 0 } floors } targets || !(examination.Losses.Chance > 0))
            return ByItsEnds(balance, examination);
        var isFitted = !double.IsNaN(examination.Reachable);
        var lowest = isFitted ? examination.Reachable : examination.Now;
        var nearest = floors.MinBy(floor => Math.Abs(Math.Log(lowest / floor.Loss)))!;
        var off = lowest / nearest.Loss;
        // A floor below a twentieth of chance is met by many trainings, and one next to chance by all that learn nothing.
        var share = nearest.Loss / examination.Losses.Chance;
        var telling = Ramp(share, 0.05, 0.2) * (share > 1 ? Ramp(share, 1.05, 1.3) : Ramp(share, 0.95, 0.8));
        balance.Add(
            off < 0.97 ? -6 : telling * (isFitted ? 6 : 4) * LogRamp(off, 1.15, 1.03),
            isFitted ? "reference fits against the targets" : "the losses against the targets",
            $"the lowest loss reached is {lowest}; {nearest.Activation} cannot get below {nearest.Loss} on these targets of mean {targets.Mean} and "
            + $"deviation {targets.Deviation}");
        return balance.Conclude(Cure);
    }

    /// <summary>Without the targets: outputs with ends, a loss that stays high, and a minimizer that gets no lower.</summary>
    private static Assessment ByItsEnds(Balance balance, Examination examination)
    {
        if (examination is not { NeverMoved: false, Labels: null, Targets: null, Ends: { Lowest: >= 0 } ends })
            return balance.Conclude();
        var unlearned = double.MinNumber(examination.Losses.Start, ends.Lowest);
        var reached = double.MinNumber(examination.Now, examination.Reachable) / unlearned;

        // Targets beyond an end make the outputs at the end none the worse; where the end is far worse than the start, they lie between, and what is
        // left of the loss may be all that they allow, as of probabilities. What was said to satisfy accuses nobody.
        var fits = Math.Max(
            double.MaxNumber(0, LogRamp(ends.Lowest / examination.Losses.Start, 1.5, 3)), examination.Losses.IsStated ? 1 - examination.IsLarge : 0);
        balance.Add(
            (6 * Ramp(reached, 0.2, 0.5) * Ramp(examination.GainFromHere, 0.4, 0.15) * (1 - fits)) - (6 * Ramp(reached, 0.2, 0.1)),
            "the loss where the last bias is huge, and a reference fit",
            $"the outputs have an end, where the loss is {ends.Lowest}; the lowest loss reached is {Percent(reached)} of what is had "
            + $"without learning");
        return balance.Conclude(Cure);
    }

    private static Remedy Cure() => new("Leave out the last activation, so that the outputs can be any number, or scale the targets to its range.");

    private static string Ends(OutputRange range) => (double.IsFinite(range.LowerBound), double.IsFinite(range.UpperBound)) switch
    {
        (true, true) => $"from {Text(range.LowerBound)} to {Text(range.UpperBound)}",
        (true, false) => $"at {Text(range.LowerBound)} or above",
        _ => $"at {Text(range.UpperBound)} or below",
    };

    private static string Beyond(OutputRange range) =>
        double.IsNaN(range.LowestTarget) ? "" : $", and the targets are from {Text(range.LowestTarget)} to {Text(range.HighestTarget)}";
}
