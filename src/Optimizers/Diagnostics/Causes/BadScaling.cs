using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>Inputs far from unit scale, or features of very different scales: the loss is a ravine from the first layer on (LeCun et al. 1998, "Efficient BackProp", 4.3).</summary>
internal sealed class BadScaling : Cause
{
    public override string Id => "bad-scaling";

    public override string Title => "the inputs are badly scaled";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Inputs, nameof(TrainingCase.Inputs));
        if (examination.Inputs is { } inputs)
        {
            var size = Math.Max(inputs.RootMeanSquare, 1 / Math.Max(inputs.RootMeanSquare, 1e-300));
            balance.Add(
                (6 * LogRamp(size, 5, 30)) - (4 * LogRamp(size, 4, 2)),
                "the training inputs",
                $"the inputs' root mean square is {inputs.RootMeanSquare}; about 1 is what initializations and learning rates are made for");
            balance.Add(
                5 * LogRamp(inputs.LargestDeviation / Math.Max(inputs.RootMeanSquare, 1e-300) * Math.Sqrt(inputs.Features) / 10, 1, 3),
                "the training inputs",
                $"the features' standard deviations run from {inputs.SmallestDeviation} to {inputs.LargestDeviation}");
        }

        return balance.Conclude(() => new(
            "Standardize every feature with the training data's mean and standard deviation, and use the same numbers on the testing data; until then an adaptive rule bears it better."));
    }
}
