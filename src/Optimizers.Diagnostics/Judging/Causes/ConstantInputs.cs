using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>The inputs are the same for every example, or nearly all of them: there is nothing to tell the examples apart by.</summary>
internal sealed class ConstantInputs : Cause
{
    // Of floats, over all steps.
    private const double Rounding = 1e-5;

    public override string Id => "constant-inputs";

    public override string Title => "the inputs are the same for every example";

    public override bool IsHarmful(Examination examination) => true;

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Inputs, nameof(TrainingCase.Inputs));
        if (examination.Inputs is not { Examples: > 1 } inputs)
            return ByTheFirstLayer(balance, examination);
        if (inputs.ConstantFeatures == inputs.Features)
            balance.AddFact(12, "the training inputs",
                $"all {inputs.Features} features are the same in all {inputs.Examples} examples");
        else
            balance.Add(-9, "the training inputs",
                $"{inputs.Features - inputs.ConstantFeatures} of {inputs.Features} features differ between examples");
        return balance.Conclude(Cure);
    }

    // The gradient of the first weights is Σδxᵀ over a batch and that of their bias Σδ: with one and the same x it is that times x in every step.
    private static Assessment ByTheFirstLayer(Balance balance, Examination examination)
    {
        if (SilentPlace.Of(examination.DepthAtStart?.Layers) is { HasBiases: false } place)
        {
            balance.AddFact(
                8 * LogRamp(place.Width, 2, 5), "the gradient by parameters in the first step",
                $"what comes into {place.Weights} is 0 for every example, though no weights before it are 0 and all biases there are: of units of "
                + $"random weights not all {place.Width} are silent, unless the inputs themselves are 0");
            return balance.Conclude(Cure);
        }

        if (examination is not { FirstLayer: { } layer, Setup.BatchSize: > 1 })
            return balance.Conclude();
        balance.AddFact(
            layer.Variation < Rounding ? 12 : 0, "the gradient by parameters",
            $"in every step the norm of the gradient of {layer.Weights} is {layer.InputScale * Math.Sqrt(layer.Inputs)} times that of {layer.Bias}: "
            + $"all examples of the batches have one and the same input");
        return balance.Conclude(Cure);
    }

    private static Remedy Cure() => new(
        "Look at what reaches the network, just before its first layer: a buffer that is never filled, a scaling by 0, an integer division, or the "
        + "same row read again.");
}
