using static Optimizers.Diagnostics.Numbers;

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
        if (handed.Steps == handed.Model && examination.SymbolsWithoutTable is > 0 and var symbols)
        {
            balance.Add(
                5.5 * Ramp(examination.FallsShort, 0.6, 0.95), "the inputs and the parameters",
                $"the inputs are {symbols} symbols that the model looks up, and no parameter has a row for each: what it makes of them is learned "
                + $"nowhere");
            return balance.Conclude(() => new(
                "Make the table of the symbols' vectors a parameter of the model, and hand it to every step. If it was learned elsewhere and is "
                + "meant to stay, give the layers behind it more units."));
        }

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
