using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// Inputs far from unit scale, or features of very different scales: the loss is a ravine from the first layer on (LeCun et al. 1998,
/// "Efficient BackProp", 4.3).
/// </summary>
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
                (4 * LogRamp(size, 1.8, 4)) + (2 * LogRamp(size, 4, 15)) - (4 * LogRamp(size, 1.7, 1.3)),
                "the training inputs",
                $"the inputs' root mean square is {inputs.RootMeanSquare}; about 1 is what initializations and learning rates are made for");
            balance.Add(
                3 * LogRamp(inputs.LargestDeviation, 2.5, 7),
                "the training inputs",
                $"features have standard deviations of up to {inputs.LargestDeviation}");
            balance.Add(
                5 * LogRamp(inputs.Condition, 800, 3000),
                "the training inputs",
                $"the largest eigenvalue of their second moments is {inputs.Condition} times the median, and the features' deviations run from "
                + $"{inputs.SmallestDeviation} to {inputs.LargestDeviation}");
        }

        balance.AddShortfall(examination, 0.5, 4);
        return balance.Conclude(() => new(
            "Standardize every feature with the training data's mean and standard deviation, and use the same numbers on the testing data; until "
            + "then an adaptive rule bears it better."));
    }
}
