namespace Optimizers.Testbed.Problems;

/// <summary>A classifier of images by batches; the target is of those that are never trained on.</summary>
internal abstract class ImageTraining : Training
{
    private readonly LabelledImages _images;
    private readonly int _classes, _batch, _most;
    private readonly float[] _inputs;
    private readonly int[] _labels;
    private readonly Deck _deck;

    /// <param name="seed">The seed.</param>
    /// <param name="images">The images.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="batch">Images in a batch.</param>
    /// <param name="most">How many images the scores are asked of at once in the test; a divisor of their number.</param>
    protected ImageTraining(int seed, LabelledImages images, int classes, int batch, int most)
        : base(seed)
    {
        (_images, _classes, _batch, _most) = (images, classes, batch, most);
        (_inputs, _labels) = (new float[batch * images.Features], new int[batch]);
        _deck = new Deck(images.TrainLabels.Length, batch, Random);
    }

    public override void Draw()
    {
        var features = _images.Features;
        foreach (var (n, example) in _deck.Next().ToArray().Index())
        {
            _images.Train.AsSpan(example * features, features).CopyTo(_inputs.AsSpan(n * features));
            _labels[n] = _images.TrainLabels[example];
        }
    }

    public override double Gradients()
    {
        var loss = CrossEntropy.Replace(Scores(_inputs, _batch), _labels, _classes);
        Backward(_inputs);
        return loss;
    }

    public override double Measure()
    {
        var (labels, features, sum) = (_images.TestLabels, _images.Features, 0.0);
        for (var n = 0; n < labels.Length; n += _most)
        {
            var inputs = _images.Test.AsSpan(n * features, _most * features);
            sum += CrossEntropy.Replace(Scores(inputs, _most), labels.AsSpan(n, _most), _classes);
        }

        return sum / (labels.Length / _most);
    }

    /// <summary>The scores of so many images, in the model's own memory: they are written over by their gradient.</summary>
    protected abstract Span<float> Scores(ReadOnlySpan<float> inputs, int count);

    /// <summary>The gradients of a batch, by those of its scores.</summary>
    protected abstract void Backward(ReadOnlySpan<float> inputs);
}
