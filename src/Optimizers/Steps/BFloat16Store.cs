using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>In bfloat16, rounded up or down at random with the right mean; what is a bfloat16 already stays as it is.</summary>
internal sealed class BFloat16Store(int length) : StateStore
{
    private readonly ushort[] _bits = new ushort[length];

    public override void Read(int start, Span<float> into) => Narrow.WidenBFloat16(_bits.AsSpan(start, into.Length), into);

    public override void Write(int start, ReadOnlySpan<float> from, in RandomEntries noise) =>
        Narrow.RoundBFloat16(from, _bits.AsSpan(start, from.Length), noise, start);
}
