namespace Optimizers.Diagnostics;

/// <summary>How the optimizer is set.</summary>
/// <param name="Optimizer">Its name and hyperparameters.</param>
/// <param name="LearningRate">α of the last step.</param>
/// <param name="LargestLearningRate">The largest α of the run so far.</param>
/// <param name="FirstLearningRate">α of the first step.</param>
/// <param name="Momentum">The decay of the velocity or of the mean gradient; 0 where there is none, NaN where it is unknown.</param>
/// <param name="WeightDecay">λ of the L2 penalty plus λ of decoupled decay, in the last step.</param>
/// <param name="ClipNorm">The largest norm that clipping lets pass; ∞ without.</param>
/// <param name="ClippedShare">The share of the last steps whose gradient was longer.</param>
/// <param name="BatchSize">The batch size the caller recorded; 0 if none.</param>
/// <param name="DecayedShare">The share of the run's steps whose rate was below a hundredth of the largest, a warm-up among them.</param>
/// <param name="ExampleCount">The number of training examples; 0 if unknown.</param>
/// <param name="DecoupledShrinkage">1 − Π(1 − αλ) over the run: the most by which decoupled weight decay can have shrunk the parameters. NaN where
/// the decay is coupled through the gradient, or is not known.</param>
/// <param name="ParameterCount">How many numbers the steps train; 0 if unknown.</param>
public sealed record SetupReport(
    string Optimizer,
    double LearningRate,
    double LargestLearningRate,
    double FirstLearningRate,
    double Momentum,
    double WeightDecay,
    double ClipNorm,
    double ClippedShare,
    int BatchSize,
    double DecayedShare,
    int ExampleCount,
    double DecoupledShrinkage = double.NaN,
    int ParameterCount = 0)
{
    /// <summary>The setup of an optimizer in its last step.</summary>
    /// <param name="optimizer">The optimizer; what it cannot be asked for is not known.</param>
    /// <param name="history">Steps of the whole run, thinned, the first one among them.</param>
    /// <param name="recent">The last steps, all of them; not empty.</param>
    /// <param name="parameterCount">How many numbers are trained.</param>
    /// <param name="exampleCount">The number of training examples; 0 if not told.</param>
    internal static SetupReport Of(
        IOptimizer optimizer, IReadOnlyList<StepRecord> history, IReadOnlyList<StepRecord> recent, int parameterCount, int exampleCount)
    {
        var (clipped, decayed) = (optimizer.Find<IHasClipping>(), optimizer.Find<IHasWeightDecay>());
        var last = recent[^1];
        var largest = Math.Max(history.Max(step => step.LearningRate), recent.Max(step => step.LearningRate));
        var clipNorm = clipped is null ? double.NaN : LargestNormThrough(clipped.Clipping, parameterCount);
        return new(
            optimizer.ToString() ?? "",
            last.LearningRate,
            largest,
            history[0].LearningRate,
            optimizer.Find<IHasMomentum>()?.MomentumDecay.At(last.Iteration) ?? 0,
            decayed is null ? double.NaN : decayed.L2Penalty.At(last.Iteration) + decayed.WeightDecay.At(last.Iteration),
            clipNorm,
            double.IsNaN(clipNorm) ? double.NaN : (double)recent.Count(step => step.GradientNorm > clipNorm) / recent.Count,
            last.BatchSize,
            (double)history.Count(step => step.LearningRate < 0.01 * largest) / history.Count,
            exampleCount,
            decayed is null || decayed.L2Penalty.At(last.Iteration) > 0 ? double.NaN : Shrinkage(decayed.WeightDecay, history, last.Iteration + 1),
            parameterCount);
    }

    // The kept steps are spread evenly over the run.
    private static double Shrinkage(Schedule decay, IReadOnlyList<StepRecord> history, long steps)
    {
        var mean = history.Average(step => Math.Log(Math.Max(1e-300, 1 - (step.LearningRate * decay.At(step.Iteration)))));
        return 1 - Math.Exp(steps * mean);
    }

    // n coordinates of at most v have a norm of at most v√n.
    private static double LargestNormThrough(GradientClipping? clipping, int parameterCount) =>
        clipping is null ? double.PositiveInfinity : Math.Min(clipping.MaxNorm, clipping.MaxValue * Math.Sqrt(parameterCount));
}
