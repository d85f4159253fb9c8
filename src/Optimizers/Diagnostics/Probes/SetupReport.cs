namespace Optimizers.Diagnostics;

/// <summary>How the optimizer is set.</summary>
/// <param name="Optimizer">Its name and hyperparameters.</param>
/// <param name="LearningRate">α of the last step.</param>
/// <param name="LargestLearningRate">The largest α of the run so far.</param>
/// <param name="FirstLearningRate">α of the first step.</param>
/// <param name="Momentum">The decay of the velocity or of the mean gradient; 0 where there is none, NaN where it cannot be told.</param>
/// <param name="WeightDecay">λ of the L2 penalty plus λ of decoupled decay, in the last step.</param>
/// <param name="ClipNorm">The largest norm that clipping lets pass; ∞ without.</param>
/// <param name="ClippedShare">The share of the last steps whose gradient was above it.</param>
/// <param name="BatchSize">The batch size the caller recorded; 0 if none.</param>
/// <param name="ExampleCount">The number of training examples; 0 if not told.</param>
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
    int ExampleCount);
