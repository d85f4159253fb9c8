using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>What a short training steps on: the loss over the sample, and its batches.</summary>
/// <param name="Whole">L over the sample.</param>
/// <param name="Batches">The batches, stepped with in turn; null to step with the gradient of the whole.</param>
internal sealed record TrialObjective(Objective Whole, MiniBatchObjective? Batches);
