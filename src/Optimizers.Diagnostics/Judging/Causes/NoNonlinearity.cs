using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// Several weight matrices with nothing that bends between them: together they are one matrix, and can only learn what that could (Goodfellow et al.
/// 2016, 6.1).
/// </summary>
internal sealed class NoNonlinearity : Cause
{
    private const int SomeSteps = 20;

    public override string Id => "no-nonlinearity";

    public override string Title => "the network is linear: nothing between its layers bends";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Outputs, nameof(TrainingCase.Model));
        if (examination.Outputs is not { } outputs)
            return ByMixing(balance, examination);
        if (double.IsNaN(outputs.Bend) || outputs.PlaceDifference > 0.05)
            return balance.Conclude(); // What hangs on the place in the batch says nothing of midpoints.
        const string source = "the outputs at midpoints of inputs";
        if (outputs.Bend > outputs.BendRounding)
        {
            balance.Add(-5, source,
                $"at midpoints the outputs differ from the mean by {Percent(outputs.Bend)} of what examples differ by: the model bends");
        }
        else if (outputs.WeightMatrices > 1)
        {
            // It harms where the loss stays high, and where what a straight line leaves unexplained is there to be explained.
            var share = examination.Now / examination.Losses.Chance;
            var line = double.IsNaN(outputs.LinearFit) ? 0 : Math.Max(0, outputs.LinearFit);
            var harm = Ramp(share, 0.3, 0.6) * Ramp(outputs.NearestFit - line, 0.05, 0.15);
            if (double.IsNaN(outputs.LinearFit) && !(examination.Motion?.Steps >= SomeSteps))
                harm = 0; // With so many inputs only the training itself tells whether a line is enough.
            balance.AddFact(
                1 + (double.IsNaN(harm) ? 0 : 9 * harm), source,
                $"at midpoints the outputs are the mean to rounding, though there are {outputs.WeightMatrices} weight matrices; a linear function "
                + $"explains {Percent(outputs.LinearFit)} of the targets' variance, near examples {Percent(outputs.NearestFit)}, and the loss is "
                + $"{Percent(share)} of that of chance");
        }

        return balance.Conclude(Cure);
    }

    // Of the loss alone; whether a line is enough it does not tell.
    private static Assessment ByMixing(Balance balance, Examination examination)
    {
        if (examination.NeverMoved || examination.Mixing is not { IsLinear: true } mixing)
            return balance.Conclude();
        var share = examination.Losses.ShareOfChance(examination.Now);
        balance.Add(
            6.5 * double.MaxNumber(0, Ramp(share, 0.3, 0.6)), "the loss where units are mixed",
            $"where the units of a layer are mixed, and unmixed by the weights behind it, the loss stays the same, in all {mixing.Pairs} "
            + $"pairs of layers: nothing bends between them; it is {Percent(share)} of that of chance");
        return balance.Conclude(Cure);
    }

    private static Remedy Cure() => new("Put an activation function, such as ReLU or tanh, behind every hidden layer.");
}
