namespace Optimizers.Arithmetic;

/// <summary>
/// Fractions in 8 bits by dynamic codes (Dettmers et al. 2022, section 1.3): seven decades below 1, each twice as finely divided as the one below it,
/// with the midpoints of its parts; 0 and 1 themselves. A code is exact for what it stands for.
/// </summary>
internal sealed class DynamicCode
{
    private const int MantissaBits = 7; // Of a key: finer than the codes of the highest decade.
    private const int KeyShift = 23 - MantissaBits;
    private static readonly double[] Tops = [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1]; // Of the decades; the same bits on every machine.
    private readonly float[] _magnitudes;
    private readonly float[] _upper; // The largest number that is rounded to a magnitude.
    private readonly float[] _values = new float[256];
    private readonly byte[] _first; // The lowest magnitude that numbers of a key are rounded to.
    private readonly int _lowestKey;
    private readonly byte _least; // What is not 0, but nearest to it.

    private DynamicCode(bool isSigned)
    {
        // Of signed fractions each decade has half as many parts: 128 magnitudes and 1, and 127 of them below 0.
        var magnitudes = new List<double> { 0 };
        for (var decade = 0; decade < Tops.Length; decade++)
        {
            var parts = isSigned ? 1 << decade : 2 << decade;
            for (var part = 0; part < parts; part++)
                magnitudes.Add(Tops[decade] * (0.1 + (0.9 * (part + 0.5) / parts)));
        }

        magnitudes.Add(1);
        _magnitudes = [.. magnitudes.Select(each => (float)each)];
        _upper = [.. _magnitudes.Skip(1).Zip(_magnitudes, (above, below) => (above + below) / 2), float.PositiveInfinity];
        for (var code = 0; code < _values.Length; code++)
            _values[code] = code < _magnitudes.Length ? _magnitudes[code] : -_magnitudes[code - _magnitudes.Length + 1];
        _least = (byte)(isSigned ? 0 : 1);
        _lowestKey = Key(_upper[0]);
        _first = new byte[Key(1) - _lowestKey + 1];
        for (var (key, magnitude) = (0, 0); key < _first.Length; key++)
        {
            while (BitConverter.UInt32BitsToSingle((uint)(key + _lowestKey) << KeyShift) > _upper[magnitude])
                magnitude++;
            _first[key] = (byte)magnitude;
        }
    }

    /// <summary>Of fractions in [−1, 1]; of −1 only to its neighbour.</summary>
    public static DynamicCode Signed { get; } = new(isSigned: true);

    /// <summary>Of fractions in [0, 1], twice as fine. What is not 0 does not become 0: it is divided by.</summary>
    public static DynamicCode Unsigned { get; } = new(isSigned: false);

    /// <summary>The fraction that a code stands for.</summary>
    public float this[byte code] => _values[code];

    /// <summary>The code whose fraction is nearest; of two that are as near, the one nearer to 0.</summary>
    /// <param name="fraction">In [−1, 1], or [0, 1] where there is no sign.</param>
    public byte Nearest(float fraction)
    {
        var size = Math.Abs(fraction);
        if (size <= _upper[0])
            return size > 0 ? _least : (byte)0;
        var magnitude = (int)_first[Key(Math.Min(size, 1)) - _lowestKey];
        while (size > _upper[magnitude])
            magnitude++;
        return (byte)(fraction > 0 ? magnitude : Math.Min(magnitude, _values.Length - _magnitudes.Length) + _magnitudes.Length - 1);
    }

    private static int Key(float size) => (int)(BitConverter.SingleToUInt32Bits(size) >> KeyShift);
}
