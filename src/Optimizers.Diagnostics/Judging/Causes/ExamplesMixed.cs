using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// An example's outputs change with the other examples of its batch, as after a reshape that mixes them. Batch normalization does it a little by
/// design, and that is no fault.
/// </summary>
internal sealed class ExamplesMixed : Cause
{
    private const double Rounding = 1e-3;

    public override string Id => "examples-mixed";

    public override string Title => "an example's output depends on the other examples of its batch";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Outputs, nameof(TrainingCase.Model));
        if (examination.Outputs is not { } outputs || double.IsNaN(outputs.MateDifference))
            return balance.Conclude();
        const string source = "the same examples among others, and alone";
        if (outputs.MateDifference > Rounding)
        {
            balance.AddFact(
                (1 * Ramp(outputs.MateDifference, Rounding, 0.1)) + (9 * Ramp(outputs.MateDifference, 0.6, 0.9) * Ramp(examination.IsLarge, 0.5, 1)),
                source,
                $"with other examples in its batch the outputs of an example move by {Percent(outputs.MateDifference)} of what examples differ by");
        }
        else if (!(outputs.PlaceDifference > Rounding))
        {
            balance.Add(-4, source, $"the outputs of an example are the same among other examples");
        }

        // A normalization over the batch knows no places.
        balance.AddFact(
            9 * Ramp(outputs.PlaceDifference, 0.05, 0.3), "the same examples in the opposite order",
            $"with the batch turned round the outputs of an example move by {Percent(outputs.PlaceDifference)} of what examples differ by: they "
            + $"hang on its place in the batch");

        balance.AddFact(
            outputs.Range.AreNormalizedOverExamples ? 10 : 0, "the outputs",
            $"each of the {outputs.Outputs} outputs sums to 1 over the {outputs.Examples} examples that were given together, and those of an "
            + $"example do not: the softmax goes over the examples");
        if (outputs.AloneDifference > 0.3)
            balance.Add(0.5, source, $"alone, the outputs of an example move by {Percent(outputs.AloneDifference)} of what examples differ by");
        return balance.Conclude(() => new(
            outputs.Range.AreNormalizedOverExamples ? "Take the softmax along the classes of an example, not along the examples of a batch."
            : "Look for a reshape that runs over the examples' axis where the features' belongs, and for a normalization over the batch that is "
            + "still in training mode where the model is evaluated."));
    }
}
