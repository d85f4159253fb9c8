namespace Optimizers.Diagnostics.Causes;

/// <summary>The inputs are the same for every example, or nearly all of them: there is nothing to tell the examples apart by.</summary>
internal sealed class ConstantInputs : Cause
{
    public override string Id => "constant-inputs";

    public override string Title => "the inputs are the same for every example";

    public override bool IsHarmful(Examination examination) => true;

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Inputs, nameof(TrainingCase.Inputs));
        if (examination.Inputs is not { Examples: > 1 } inputs)
            return balance.Conclude();
        if (inputs.ConstantFeatures == inputs.Features)
            balance.AddFact(12, "the training inputs",
                $"all {inputs.Features} features are the same in all {inputs.Examples} examples");
        else
            balance.Add(-9, "the training inputs",
                $"{inputs.Features - inputs.ConstantFeatures} of {inputs.Features} features differ between examples");
        return balance.Conclude(() => new(
            "Look at what reaches the network, just before its first layer: a buffer that is never filled, a scaling by 0, an integer division, or "
            + "the same row read again."));
    }
}
