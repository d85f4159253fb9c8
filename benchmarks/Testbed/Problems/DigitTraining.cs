using WhyItFails;

namespace Optimizers.Testbed.Problems;

/// <summary>A classifier of the digits by batches of 128; the target is of the 360 digits that are never trained on.</summary>
/// <param name="seed">The seed.</param>
/// <param name="features">How many numbers the model sees of a digit.</param>
/// <param name="see">What the model sees of the 64 pixels in [0, 1], written into so many numbers.</param>
internal abstract class DigitTraining(int seed, int features, Action<float[], Span<float>> see)
    : ImageTraining(seed, Seen(features, see), Digits.Classes, Batch, Split.Value.Test.Count)
{
    /// <summary>Digits in a batch.</summary>
    protected const int Batch = 128;

    // One split for all runs; what a seed draws is the start and the batches.
    private static readonly Lazy<Digits> Split = new(() => Digits.Load(1));

    /// <summary>The most digits that scores are asked of at once.</summary>
    protected static int Most => Math.Max(Batch, Split.Value.Test.Count);

    private static LabelledImages Seen(int features, Action<float[], Span<float>> see)
    {
        var (train, test) = (Split.Value.Train, Split.Value.Test);
        return new(features, Of(train), train.Labels, Of(test), test.Labels);

        float[] Of(Examples examples)
        {
            var seen = new float[examples.Count * features];
            for (var n = 0; n < examples.Count; n++)
                see(Array.ConvertAll(examples.Images.Column(n).ToArray(), pixel => (float)pixel), seen.AsSpan(n * features, features));
            return seen;
        }
    }
}
