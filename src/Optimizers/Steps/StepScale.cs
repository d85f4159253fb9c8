namespace Optimizers.Steps;

/// <summary>What makes a parameter's step as long as a share of the parameter, of a round that has summed the squares of both.</summary>
internal static class StepScale
{
    /// <summary>α·‖θ‖/‖u‖ of the first and the second sum of the first round; null where one of the two norms is 0.</summary>
    /// <remarks>
    /// A step of denormals can be so short that a single cannot hold this number, and infinity times 0 is NaN: there it is the largest single, by
    /// which no element of the step becomes longer than α‖θ‖.
    /// </remarks>
    /// <param name="step">The parameter and the results.</param>
    public static double? Of(in StepInfo step)
    {
        var (ofParameter, ofStep) = (Math.Sqrt(step.Result(0, 0)), Math.Sqrt(step.Result(0, 1)));
        if (!(ofParameter > 0 && ofStep > 0))
            return null;
        return Bounded(step, step.LearningRate * (ofParameter / ofStep));
    }

    /// <summary>A scale, made to what a single can hold where the parameter is computed in singles.</summary>
    /// <param name="step">The parameter.</param>
    /// <param name="scale">The scale.</param>
    public static double Bounded(in StepInfo step, double scale) =>
        step.Parameter.ElementKind == ElementKind.Double ? scale : Math.Min(scale, float.MaxValue);
}
