namespace WhyItFails;

/// <summary>What one training run was like.</summary>
/// <param name="Name">What was trained.</param>
/// <param name="Curve">The loss on the training data, at the start and after every measured iteration.</param>
/// <param name="ReachedAfter">The iterations until the test accuracy was first measured at the goal; null if it never was.</param>
/// <param name="ReachedIn">The time these iterations took, without that of the measurements.</param>
/// <param name="Loss">The final loss on the training data.</param>
/// <param name="Accuracy">The final accuracy on the test data.</param>
/// <param name="Network">The trained network.</param>
internal sealed record TrainingRun(
    string Name, IReadOnlyList<LossPoint> Curve, long? ReachedAfter, TimeSpan? ReachedIn, double Loss, double Accuracy, Network Network);

/// <summary>The loss on the training data after a number of iterations.</summary>
internal readonly record struct LossPoint(long Iteration, double Loss);
