namespace Optimizers.Testbed.Problems;

/// <summary>16 kernels of 3 × 3 over the 28 × 28 pixels, ReLU, the largest of each 2 × 2, and 10 classes of those 13 × 13 × 16.</summary>
internal sealed class FashionConvolution : FashionTraining
{
    private const int Channels = 16;

    private static readonly int PatchesOfImage = ConvolutionNetwork.PatchesOf(Fashion.Side);

    private readonly ConvolutionNetwork _network;
    private readonly float[] _patches = new float[Most * PatchesOfImage];

    public FashionConvolution(int seed)
        : base(seed) =>
        _network = new(Fashion.Side, Channels, Fashion.Classes, Batch, Most, Normal);

    public override IReadOnlyList<Block> Blocks => _network.Blocks;

    protected override Span<float> Scores(ReadOnlySpan<float> inputs, int count)
    {
        for (var n = 0; n < count; n++)
        {
            var pixels = inputs.Slice(n * Fashion.Pixels, Fashion.Pixels);
            ConvolutionNetwork.See(Fashion.Side, pixels, _patches.AsSpan(n * PatchesOfImage, PatchesOfImage));
        }

        return _network.Scores(_patches, count);
    }

    protected override void Backward(ReadOnlySpan<float> inputs) => _network.Backward(_patches);
}
