namespace Optimizers.Testbed.Problems;

/// <summary>Images as a model sees them, one after the other, to learn from and to be tested on.</summary>
/// <param name="Features">How many numbers a model sees of an image.</param>
/// <param name="Train">Those to learn from.</param>
/// <param name="TrainLabels">The class of each.</param>
/// <param name="Test">Those that are never trained on.</param>
/// <param name="TestLabels">The class of each.</param>
internal sealed record LabelledImages(int Features, float[] Train, int[] TrainLabels, float[] Test, int[] TestLabels);
