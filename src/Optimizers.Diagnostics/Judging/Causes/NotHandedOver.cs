namespace Optimizers.Diagnostics.Causes;

/// <summary>The model has parameters that no step was handed: they stay at their start.</summary>
internal sealed class NotHandedOver : Cause
{
    public override string Id => "not-handed-over";

    public override string Title => "the optimizer was not handed all parameters of the model";

    public override bool IsHarmful(Examination examination) => true;

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance();
        if (examination.HandedOver is not { } handed)
            return balance.Conclude();
        if (handed.Steps == handed.Model)
            return balance.Add(-9, "the steps", $"the steps were handed all {handed.Model} numbers of θ").Conclude();
        balance.AddFact(12, "the steps",
            $"the model has {handed.Model} trained numbers, and the steps were handed {handed.Steps}"
            + $"{(handed.Missing.Count == 0 ? "" : $": {string.Join(", ", handed.Missing)} never moved")}");
        return balance.Conclude(() => new(
            $"Hand {(handed.Missing.Count == 0 ? "all parameters" : string.Join(", ", handed.Missing))} to every step; freeze what is meant to stay "
            + $"by Parameter.Frozen."));
    }
}
