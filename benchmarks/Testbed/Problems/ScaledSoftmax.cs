using WhyItFails;

namespace Optimizers.Testbed.Problems;

/// <summary>
/// A softmax on the digits whose pixels are in units that differ: each is multiplied by a factor from 0.1 to 10, evenly spread on a logarithmic axis,
/// in an order that is the same for all seeds. From 0; a seed draws the batches.
/// </summary>
internal sealed class ScaledSoftmax : DigitTraining
{
    private static readonly float[] Factors = Shuffled();

    private readonly Dense _layer = new(Digits.Pixels, Digits.Classes, new float[Digits.Pixels * Digits.Classes]);
    private readonly float[] _scores = new float[Most * Digits.Classes];

    public ScaledSoftmax(int seed)
        : base(seed, Digits.Pixels, See) =>
        Blocks = [_layer.Weights, _layer.Biases];

    public override IReadOnlyList<Block> Blocks { get; }

    protected override Span<float> Scores(ReadOnlySpan<float> inputs, int count)
    {
        var scores = _scores.AsSpan(0, count * Digits.Classes);
        _layer.Forward(inputs, scores, count);
        return scores;
    }

    protected override void Backward(ReadOnlySpan<float> inputs) => _layer.Backward(inputs, _scores, Batch);

    private static void See(float[] pixels, Span<float> seen)
    {
        for (var i = 0; i < pixels.Length; i++)
            seen[i] = Factors[i] * pixels[i];
    }

    private static float[] Shuffled()
    {
        float[] factors = [.. Enumerable.Range(0, Digits.Pixels).Select(i => (float)Math.Pow(10, (2.0 * i / (Digits.Pixels - 1)) - 1))];
        new Random(1).Shuffle(factors);
        return factors;
    }
}
