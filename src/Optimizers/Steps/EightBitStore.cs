using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>
/// In codes of 8 bits, relative to the largest number of the block, with its sign: that number is exact, and what was read and is written back gives
/// the same codes.
/// </summary>
internal sealed class EightBitStore(int length, DynamicCode code) : StateStore
{
    private readonly byte[] _codes = new byte[length];
    private readonly float[] _scales = new float[(length + BlockLength - 1) / BlockLength];

    public override void Read(int start, Span<float> into)
    {
        for (var done = 0; done < into.Length; done += BlockLength)
        {
            var count = Math.Min(BlockLength, into.Length - done);
            var scale = _scales[(start + done) / BlockLength];
            var codes = _codes.AsSpan(start + done, count);
            for (var i = 0; i < codes.Length; i++)
                into[done + i] = code[codes[i]] * scale;
        }
    }

    public override void Write(int start, ReadOnlySpan<float> from, in RandomEntries noise)
    {
        for (var done = 0; done < from.Length; done += BlockLength)
        {
            var block = from.Slice(done, Math.Min(BlockLength, from.Length - done));
            var scale = 0f;
            foreach (var each in block)
                scale = Math.Abs(each) > Math.Abs(scale) ? each : scale;
            _scales[(start + done) / BlockLength] = scale;
            var codes = _codes.AsSpan(start + done, block.Length);
            if (scale == 0)
            {
                codes.Clear();
                continue;
            }

            for (var i = 0; i < codes.Length; i++)
                codes[i] = code.Nearest(block[i] / scale);
        }
    }
}
