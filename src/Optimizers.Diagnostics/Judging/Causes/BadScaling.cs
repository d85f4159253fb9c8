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
            // Inputs that are mostly 0, as indicators and pictures with black borders are, have a small mean square and the scale of the others.
            var large = inputs.RootMeanSquare;
            var small = double.MaxNumber(inputs.RootMeanSquare, inputs.NonZeroRootMeanSquare);
            balance.Add(
                (4 * LogRamp(large, 2, 5)) + (2 * LogRamp(large, 5, 15)) + (4 * LogRamp(small, 0.3, 0.03))
                    - (4 * Math.Min(LogRamp(large, 2, 1.4), LogRamp(small, 0.3, 0.6))),
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
        else if (examination.FirstLayer is { } layer)
        {
            balance.Add(
                5 * LogRamp(layer.InputScale, 15, 80),
                "the steps",
                $"in the first steps the gradient of {layer.Weights} was so much larger than that of {layer.Bias} that the {layer.Inputs} inputs "
                + $"must be of a size of about {layer.InputScale}");
        }

        if (examination is { Inputs: null, FirstLayer: null })
        {
            // Where no bias stands behind the first weights, the last layer tells: weights of the usual size make no signal grow by more than half
            // again a layer.
            balance.Add(
                5 * LogRamp(examination.LastInputScale / Math.Pow(1.5, examination.LayersAtStart), 15, 80)
                    * LogRamp(examination.LargestScaleAtStart, 2.5, 1.5),
                "the gradient by parameters in the first step",
                $"what comes into the last weights is of a size of about {examination.LastInputScale}, and no weights of the start are above "
                + $"{examination.LargestScaleAtStart} times the usual scale: the inputs must be so large");
        }

        if (examination.Inputs is { AreCodes: true, Features: var features })
        {
            balance.Add(-14, "the training inputs",
                $"the inputs are whole numbers, and no layer takes {features} of them: they stand for symbols, whose scale says nothing");
        }

        balance.AddShortfall(examination, 0.5, 8);
        balance.AddCure(PriorLogOdds, () => examination.InputsTrial, "as it would go on standardized inputs",
            isUnusual: examination.Inputs is { RootMeanSquare: > 5 } or { LargestDeviation: > 7 }, mayTie: false);
        return balance.Conclude(() => new(
            "Standardize every feature with the training data's mean and standard deviation, and use the same numbers on the testing data; until "
            + "then an adaptive rule bears it better.")
        {
            Change = CureByChange.StandardizedInputs,
        });
    }
}
