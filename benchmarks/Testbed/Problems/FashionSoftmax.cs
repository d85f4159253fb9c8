namespace Optimizers.Testbed.Problems;

/// <summary>A softmax on the 28 × 28 pixels of clothes. From 0; a seed draws the batches.</summary>
internal sealed class FashionSoftmax : FashionTraining
{
    private readonly Dense _layer = new(Fashion.Pixels, Fashion.Classes, new float[Fashion.Pixels * Fashion.Classes]);
    private readonly float[] _scores = new float[Most * Fashion.Classes];

    public FashionSoftmax(int seed)
        : base(seed) =>
        Blocks = [_layer.Weights, _layer.Biases];

    public override IReadOnlyList<Block> Blocks { get; }

    protected override Span<float> Scores(ReadOnlySpan<float> inputs, int count)
    {
        var scores = _scores.AsSpan(0, count * Fashion.Classes);
        _layer.Forward(inputs, scores, count);
        return scores;
    }

    protected override void Backward(ReadOnlySpan<float> inputs) => _layer.Backward(inputs, _scores, Batch);
}
