using WhyItFails;

namespace Optimizers.Testbed.Problems;

/// <summary>16 kernels of 3 × 3 over the 8 × 8 pixels, ReLU, the largest of each 2 × 2, and 10 classes of those 3 × 3 × 16.</summary>
internal sealed class DigitConvolution : DigitTraining
{
    private const int Side = 8, Kernel = 3, Places = 6, Pooled = 3, Channels = 16, Patch = Kernel * Kernel, Features = Pooled * Pooled * Channels;

    private readonly Dense _kernels, _last;
    private readonly float[] _maps = new float[Most * Places * Places * Channels], _dMaps = new float[Batch * Places * Places * Channels];
    private readonly float[] _pooled = new float[Most * Features], _dPooled = new float[Batch * Features], _scores = new float[Most * Digits.Classes];
    private readonly int[] _largest = new int[Most * Features];

    public DigitConvolution(int seed)
        : base(seed, Places * Places * Patch, See)
    {
        // He et al. 2015.
        _kernels = new Dense(Patch, Channels, Normal(Patch * Channels, Math.Sqrt(2.0 / Patch)));
        _last = new Dense(Features, Digits.Classes, Normal(Features * Digits.Classes, Math.Sqrt(1.0 / Features)));
        Blocks = [_kernels.Weights, _kernels.Biases, _last.Weights, _last.Biases];
    }

    public override IReadOnlyList<Block> Blocks { get; }

    protected override Span<float> Scores(ReadOnlySpan<float> inputs, int count)
    {
        _kernels.Forward(inputs, _maps, count * Places * Places);
        for (var i = 0; i < count * Features; i++)
        {
            var (channel, cell) = (i % Channels, i / Channels);
            var (n, row, column) = (cell / (Pooled * Pooled), cell / Pooled % Pooled, cell % Pooled);
            var first = (((((n * Places) + (2 * row)) * Places) + (2 * column)) * Channels) + channel;
            var best = first;
            foreach (var other in (ReadOnlySpan<int>)[first + Channels, first + (Places * Channels), first + ((Places + 1) * Channels)])
                best = _maps[other] > _maps[best] ? other : best;
            (_largest[i], _pooled[i]) = (best, Math.Max(0, _maps[best]));
        }

        var scores = _scores.AsSpan(0, count * Digits.Classes);
        _last.Forward(_pooled, scores, count);
        return scores;
    }

    protected override void Backward(ReadOnlySpan<float> inputs)
    {
        _last.Backward(_pooled, _scores, Batch);
        _last.BackwardInputs(_scores, _dPooled, Batch);
        Array.Clear(_dMaps);
        for (var i = 0; i < _dPooled.Length; i++)
            _dMaps[_largest[i]] = _pooled[i] > 0 ? _dPooled[i] : 0;
        _kernels.Backward(inputs, _dMaps, Batch * Places * Places);
    }

    // The patches under the kernel, place after place: the convolution is a product then.
    private static void See(float[] pixels, Span<float> seen)
    {
        for (var i = 0; i < seen.Length; i++)
        {
            var (place, within) = (i / Patch, i % Patch);
            seen[i] = pixels[(((place / Places) + (within / Kernel)) * Side) + (place % Places) + (within % Kernel)];
        }
    }
}
