using System.Globalization;

namespace Optimizers.Files;

/// <summary>The lengths of a tensor along its dimensions: none for a single number, and 0 in any of them for an empty tensor.</summary>
/// <param name="lengths">Each at least 0, at most <see cref="MaxRank"/> of them.</param>
internal readonly struct TensorShape(params ReadOnlySpan<long> lengths) : IEquatable<TensorShape>
{
    /// <summary>As many dimensions as anyone's tensors have; more of them are an attack on memory.</summary>
    public const int MaxRank = 64;

    private readonly long[]? _lengths = lengths.IsEmpty ? null : lengths.ToArray();

    public ReadOnlySpan<long> Lengths => _lengths;

    /// <summary>The bytes of a tensor of this shape, or null where no file can be that long or the elements do not fill whole bytes.</summary>
    public long? Bytes(TensorType type)
    {
        if (Lengths.Contains(0))
            return 0;
        UInt128 count = 1;
        foreach (var length in Lengths)
        {
            count *= (UInt128)length;
            if (count > long.MaxValue)
                return null;
        }

        var bits = count * (UInt128)type.Bits;
        return bits % 8 == 0 && bits / 8 <= long.MaxValue ? (long)(bits / 8) : null;
    }

    public bool Equals(TensorShape other) => Lengths.SequenceEqual(other.Lengths);

    public override bool Equals(object? obj) => obj is TensorShape other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var length in Lengths)
            hash.Add(length);
        return hash.ToHashCode();
    }

    /// <summary>As in a file: [2, 3].</summary>
    public override string ToString() =>
        $"[{string.Join(", ", (_lengths ?? []).Select(length => length.ToString(CultureInfo.InvariantCulture)))}]";
}
