using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// The loss stands at that of the best constant output: the model has learned the frequencies of the answers, and nothing about the inputs.
/// </summary>
internal sealed class ChanceLevel : Cause
{
    public override string Id => "chance-level";

    public override string Title => "only the frequencies of the answers were learned, nothing of the inputs";

    public override double PriorLogOdds => -6.5;

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(double.IsNaN(examination.Losses.Chance) ? null : this, nameof(TrainingCase.ChanceLoss));
        var ratio = examination.Now / examination.Losses.Chance;
        balance.Add(
            (8 * Ramp(Math.Abs(ratio - 1), 0.1, 0.02)) - (6 * Ramp(Math.Abs(ratio - 1), 0.12, 0.3)),
            "the losses",
            $"the training loss is {examination.Now}, that of the best constant output {examination.Losses.Chance}");
        if (examination is { Case.Model: null, Outputs: { IsCollapsed: true } outputs }
            && !(examination.Inputs is { } inputs && inputs.ConstantFeatures == inputs.Features))
        {
            balance.AddFact(9, "the outputs", $"all {outputs.Examples} examples are given the same outputs");
        }

        if (examination.ClassesOfChance is > 0 and var stood)
        {
            balance.Add(
                7, "the log",
                $"the loss has stood at {examination.Now}, which is ln {stood}: that of {stood} classes that are all as likely as each other");
        }

        if (examination is
            { Labels: null, Targets: null, Motion: not null, Curve: { IsFalling: false } curve, OutputsOfLastLayer: > 1 and var classes })
        {
            var chance = Math.Log(classes);
            balance.Add(
                8 * Ramp(Math.Abs((curve.Last / chance) - 1), 0.02, 0.005) * Ramp(curve.First / chance, 1.5, 1.2)
                    * Ramp(curve.Lowest / chance, 0.95, 0.98),
                "the recorded losses",
                $"the loss has stood at {curve.Last}; the model has {classes} outputs, and ln {classes} is that of as many classes, all as likely as "
                + $"each other");
        }

        if (examination is { Accuracy: { } accuracy, Now: var now } && !(now < 0.97 * accuracy.LeastConstantLoss))
        {
            balance.Add(
                accuracy.StandsExactly ? 8 : 0, "the accuracy",
                $"the accuracy has been {accuracy.Last} at each of the last {accuracy.Count - 1} evaluations: one answer for all examples has that");
            var guessed = accuracy.ClassesOfChance;
            balance.Add(
                !accuracy.StandsExactly && guessed > 0 && !(now < 0.97 * Math.Log(guessed)) ? 7 : 0, "the accuracy",
                $"the accuracy has stood at {accuracy.Last}: a guess among {guessed} classes has 1/{guessed}");
        }

        return balance.Conclude(() => new(
            "Check that inputs and labels belong together and that the inputs reach the network; then look at the other "
            + "findings for what holds it here."));
    }
}
