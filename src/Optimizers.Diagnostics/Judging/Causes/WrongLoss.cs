using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// The caller's loss is not the one that it is meant to be: right answers do not have the lowest loss, a sign is turned, outputs are compared with
/// other examples' targets, or the loss goes below what its kind allows.
/// </summary>
internal sealed class WrongLoss : Cause
{
    private const string ByAnswers = "the loss at right and at wrong answers";

    private const string ByPlaces = "the loss against the named one at several parameters";

    public override string Id => "wrong-loss";

    public override string Title => "the loss is not lowest at the right answers";

    public override bool IsHarmful(Examination examination) => true;

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Outputs, nameof(TrainingCase.Model))
            .Wants(examination.Outputs is { Loss: null } ? null : this, nameof(TrainingCase.Loss));
        if (examination is { ExampleLossesAtStart.WithoutLoss: var (left, share), ExampleLosses.WithoutLoss: var (leftNow, _) } && left == leftNow)
        {
            balance.Add(
                6, "the losses of single examples",
                $"the examples of class {left}, {Percent(share)} of all, have the loss 0 at the start and now: the loss leaves them out, and nothing "
                + $"is learned of them");
        }

        if (examination.Outputs?.Loss is not { } loss)
            return ByItsFloor(ByItsFall(balance, examination), examination);
        var chance = examination.Losses.Chance;
        var unit = double.IsFinite(chance) && chance > 0 ? chance : Math.Max(1e-12, Math.Abs(loss.Present));
        var above = loss.Relation == LossRelation.Agrees ? 0 : (loss.Right - loss.NamedRight) / unit;
        if (loss.Right >= loss.Wrong && loss.NamedRight < loss.NamedWrong && double.IsFinite(loss.Right))
            balance.AddFact(10, ByAnswers, $"right answers have the loss {loss.Right}, wrong ones {loss.Wrong}: the loss does not prefer the right");
        else if (double.IsFinite(above) && above > 0.3)
            balance.AddFact(10 * Ramp(above, 0.3, 0.4), ByAnswers,
                $"right answers still have the loss {loss.Right}, where {loss.Name} has {loss.NamedRight}");
        switch (loss.Relation)
        {
            case LossRelation.Broadcasts:
                balance.AddFact(10, ByPlaces,
                    $"the loss is the mean over all pairs of an output and a target, not over each output and its own target");
                break;
            case LossRelation.Opposite:
                balance.AddFact(10, ByPlaces, $"the loss falls where {loss.Name} rises");
                break;
            case LossRelation.HasPenalty:
                balance.Add(
                    0.2, ByPlaces,
                    $"the loss is {loss.Name} and a penalty of {loss.Penalty}·‖θ‖², {Percent(loss.PenaltyShare)} of the present loss");
                break;
            case LossRelation.Differs:
                balance.Add(1.5, ByPlaces,
                    $"the loss does not follow {loss.Name} of the outputs: class weights, masks or other examples do that too");
                balance.Add(
                    6.5 * LogRamp(examination.ForeignFloor, 1.05, 1.2), "reference fits",
                    $"a minimizer gets to {examination.Reachable} and no lower, where the best constant answers have {examination.Losses.Chance} by "
                    + $"{loss.Name}");
                break;
            case LossRelation.Agrees:
                balance.Add(-4, ByPlaces, $"the loss is {loss.Factor} times {loss.Name}, but for a constant");
                break;
        }

        balance.Add(
            10 * Ramp(-loss.LowestRecorded / unit, 0.001, 0.01), "the recorded losses",
            $"the lowest recorded loss is {loss.LowestRecorded}; {loss.Name} is never below 0");
        return balance.Conclude(() => new(loss.Relation switch
        {
            LossRelation.Broadcasts => "Give outputs and targets the same shape: N×1 against N is compared each with each.",
            LossRelation.Opposite => $"Turn the sign of the loss: {loss.Name} is to be lowered.",
            _ => $"Compute {loss.Name} of outputs and answers in this order, once and with its sign; check it with the right answers as outputs.",
        }));
    }

    /// <summary>
    /// Of the recorded losses alone. The logarithm of a density may pass 0, but gains ever less: what falls on below 0 as fast as before has no
    /// floor, as minus an output that was meant to be the logarithm of a probability, or answers beyond what the loss takes.
    /// </summary>
    private static Balance ByItsFall(Balance balance, Examination examination)
    {
        if (examination.Curve is not { LowestAt: > 0.9 } curve || !(curve.Last < 0))
            return balance;

        // A constant that is taken off the loss takes nothing of its floor: it flattens all the same.
        var late = Math.Abs(curve.RelativeSlope * curve.Last) / (curve.First - curve.Last);
        if (examination.Case.Labels is { Count: > 0 })
        {
            return balance.Add(
                8 * Ramp(-curve.Last / Math.Max(Math.Abs(curve.First), 1e-12), 0.01, 0.1) * Ramp(late, 0.1, 0.25), "the recorded losses",
                $"there are labels, and the loss has come to {curve.Last} and falls on: no loss of classes is below 0");
        }

        return balance.Add(
            6.5 * Ramp(late, 0.4, 0.5) * Ramp(-curve.Last / Math.Abs(curve.First), 1, 3), "the recorded losses",
            $"the loss went from {curve.First} to {curve.Last}, {Percent(late)} of it in the last half: it falls on below 0 as if without a floor");
    }

    private static Remedy Floorless() => new(
        "Give the loss what it takes: logarithms of probabilities (log-softmax) to a negative log-likelihood, and answers within its range, such as "
        + "0 to 1; then check its sign.");

    /// <summary>
    /// Without the outputs: a minimizer that cannot get below the loss of a constant, where a generic model learns the answers from the same inputs,
    /// minimizes something that does not pair each output with its own answer, as the mean over all pairs does.
    /// </summary>
    private static Assessment ByItsFloor(Balance balance, Examination examination)
    {
        if (examination is not { StartIsSound: true, FitFromNewStart: { } fit, Learnability: { IsLearned: true } generic }
            || !(examination.Losses.Chance > 0))
            return balance.Conclude(Floorless);
        var reached = Math.Min(fit.Loss, examination.Reachable) / examination.Losses.Chance;
        balance.Add(
            4.5 * Ramp(Math.Abs(reached - 1), 0.03, 0.01) * Ramp(generic.LinearShare, 0.1, 0.25),
            "reference fits against a generic model",
            $"a minimizer gets to {Percent(reached)} of the loss of chance and no lower, where a linear model explains "
            + $"{Percent(generic.LinearShare)} of the answers on examples that it has not seen");
        balance.Add(-6 * Ramp(reached, 0.9, 0.8), "reference fits", $"a minimizer gets to {Percent(reached)} of the loss of chance");
        return balance.Conclude(() => new(
            "Give outputs and targets the same shape (N×1 against N is compared each with each), and compute the loss by hand for two examples."));
    }
}
