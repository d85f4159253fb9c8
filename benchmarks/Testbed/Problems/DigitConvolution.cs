using WhyItFails;

namespace Optimizers.Testbed.Problems;

/// <summary>16 kernels of 3 × 3 over the 8 × 8 pixels, ReLU, the largest of each 2 × 2, and 10 classes of those 3 × 3 × 16.</summary>
internal sealed class DigitConvolution : DigitTraining
{
    private const int Side = 8, Channels = 16;

    private readonly ConvolutionNetwork _network;

    public DigitConvolution(int seed)
        : base(seed, ConvolutionNetwork.PatchesOf(Side), (pixels, seen) => ConvolutionNetwork.See(Side, pixels, seen)) =>
        _network = new(Side, Channels, Digits.Classes, Batch, Most, Normal);

    public override IReadOnlyList<Block> Blocks => _network.Blocks;

    protected override Span<float> Scores(ReadOnlySpan<float> inputs, int count) => _network.Scores(inputs, count);

    protected override void Backward(ReadOnlySpan<float> inputs) => _network.Backward(inputs);
}
