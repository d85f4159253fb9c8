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
        var scale = step.LearningRate * (ofParameter / ofStep);
        return step.Parameter.ElementKind == ElementKind.Double ? scale : Math.Min(scale, float.MaxValue);
    }
}
