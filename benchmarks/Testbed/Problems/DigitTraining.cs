using WhyItFails;

namespace Optimizers.Testbed.Problems;

/// <summary>A classifier of the digits by batches of 128; the target is of the 360 digits that are never trained on.</summary>
internal abstract class DigitTraining : Training
{
    /// <summary>Digits in a batch.</summary>
    protected const int Batch = 128;

    // One split for all runs; what a seed draws is the start and the batches.
    private static readonly Lazy<Digits> Split = new(() => Digits.Load(1));

    private readonly float[] _train, _test, _inputs;
    private readonly int[] _labels = new int[Batch];
    private readonly Deck _deck;
    private readonly int _features;

    /// <param name="seed">The seed.</param>
    /// <param name="features">How many numbers the model sees of a digit.</param>
    /// <param name="see">What the model sees of the 64 pixels in [0, 1], written into so many numbers.</param>
    protected DigitTraining(int seed, int features, Action<float[], Span<float>> see)
        : base(seed)
    {
        _features = features;
        (_train, _test) = (Seen(Split.Value.Train), Seen(Split.Value.Test));
        _inputs = new float[Batch * features];
        _deck = new Deck(Split.Value.Train.Count, Batch, Random);

        float[] Seen(Examples examples)
        {
            var seen = new float[examples.Count * features];
            for (var n = 0; n < examples.Count; n++)
                see(Array.ConvertAll(examples.Images.Column(n).ToArray(), pixel => (float)pixel), seen.AsSpan(n * features, features));
            return seen;
        }
    }

    public override void Draw()
    {
        foreach (var (n, example) in _deck.Next().ToArray().Index())
        {
            _train.AsSpan(example * _features, _features).CopyTo(_inputs.AsSpan(n * _features));
            _labels[n] = Split.Value.Train.Labels[example];
        }
    }

    public override double Gradients()
    {
        var loss = CrossEntropy.Replace(Scores(_inputs, Batch), _labels, Digits.Classes);
        Backward(_inputs);
        return loss;
    }

    public override double Measure()
    {
        var labels = Split.Value.Test.Labels;
        return CrossEntropy.Replace(Scores(_test, labels.Length), labels, Digits.Classes);
    }

    /// <summary>The scores of so many digits, in the model's own memory: they are written over by their gradient.</summary>
    protected abstract Span<float> Scores(ReadOnlySpan<float> inputs, int count);

    /// <summary>The gradients of a batch, by those of its scores.</summary>
    protected abstract void Backward(ReadOnlySpan<float> inputs);

    /// <summary>The most digits that <see cref="Scores"/> is asked for at once.</summary>
    protected static int Most => Math.Max(Batch, Split.Value.Test.Count);
}
