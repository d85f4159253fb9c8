using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Optimizers.Diagnostics;

/// <summary>
/// An array of NumPy (its .npy format, versions 1 to 3): the magic bytes, the version, the length of the header, a dictionary in the notation of
/// Python, and the numbers.
/// </summary>
/// <param name="Shape">Its extents; none for a single number.</param>
/// <param name="Values">Its numbers, the last index fastest, whatever their order in the file.</param>
/// <param name="IsInteger">True where the file has integers or truth values.</param>
internal sealed record NpyFile(IReadOnlyList<int> Shape, double[] Values, bool IsInteger)
{
    // NumPy itself refuses longer ones, and arrays of more extents.
    private const int LongestHeader = 10_000;
    private const int MostExtents = 64;

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="InvalidDataException">It is no such file, is damaged or cut off, or holds what is no number.</exception>
    public static NpyFile Read(Stream stream, string name)
    {
        var fixedPart = Take(stream, 8, name);
        if (!IsMagic(fixedPart))
            throw Damage(name, "it is no .npy file: it does not begin with the bytes 93 4E 55 4D 50 59");
        var version = fixedPart[6];
        if (version is < 1 or > 3)
            throw Damage(name, $"it has version {version} of the format; 1 to 3 are known");
        var length = version == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(Take(stream, 2, name)) : BinaryPrimitives.ReadUInt32LittleEndian(Take(stream, 4, name));
        if (length > LongestHeader)
            throw Damage(name, string.Create(CultureInfo.InvariantCulture, $"its header has {length} bytes; at most {LongestHeader} are read"));
        var header = NpyHeader.Parse(Encoding.UTF8.GetString(Take(stream, (int)length, name)), what => Damage(name, what));
        if (header.Shape.Count > MostExtents)
            throw Damage(name, string.Create(CultureInfo.InvariantCulture, $"it has {header.Shape.Count} extents; at most {MostExtents} are read"));
        var (size, isInteger, read) = ElementOf(header.Type, name);
        long count = 1;
        foreach (var extent in header.Shape)
            count = extent == 0 || count == 0 ? 0 : count > Array.MaxLength / extent ? long.MaxValue : count * extent;
        if (count > Array.MaxLength / size)
            throw Damage(name, $"its shape ({string.Join(", ", header.Shape)}) holds more numbers than can be read");

        var values = ReadNumbers(stream, (int)count, size, read, name);
        if (stream.ReadByte() >= 0)
            throw Damage(name, $"it goes on behind the {count} numbers of its shape ({string.Join(", ", header.Shape)})");
        return new(header.Shape, header.IsFortran ? LastIndexFastest(values, header.Shape) : values, isInteger);
    }

    private static bool IsMagic(byte[] bytes) => bytes[0] == 0x93 && bytes.AsSpan(1, 5).SequenceEqual("NUMPY"u8);

    // In pieces: a shape that the file does not hold must not take that much memory.
    private static double[] ReadNumbers(Stream stream, int count, int size, Func<ReadOnlySpan<byte>, double> read, string name)
    {
        const int chunk = 1 << 16;
        var values = new double[Math.Min(count, chunk)];
        var bytes = new byte[chunk * size];
        for (var done = 0; done < count;)
        {
            var piece = Math.Min(chunk, count - done);
            var begun = stream.ReadAtLeast(bytes.AsSpan(0, piece * size), piece * size, throwOnEndOfStream: false);
            if (begun < piece * size)
            {
                throw Damage(name, string.Create(
                    CultureInfo.InvariantCulture, $"it is cut off: it ends after {done + (begun / size)} of {count} numbers"));
            }

            if (values.Length < done + piece)
                Array.Resize(ref values, (int)Math.Min(count, 2L * (done + piece)));
            for (var k = 0; k < piece; k++)
                values[done + k] = read(bytes.AsSpan(k * size, size));
            done += piece;
        }

        return values;
    }

    // "<f8": the order of the bytes, the kind, the bytes of a number.
    private static (int Size, bool IsInteger, Func<ReadOnlySpan<byte>, double> Read) ElementOf(string type, string name)
    {
        if (type.Length >= 2 && type[1] == 'O')
            throw Damage(name, "it holds pickled Python objects, which are not read: save an array of numbers");
        var isBig = type is ['>', ..];
        return (type is ['<' or '>' or '|' or '=', .. var rest] ? rest : type) switch
        {
            "f8" => (8, false, isBig ? BinaryPrimitives.ReadDoubleBigEndian : BinaryPrimitives.ReadDoubleLittleEndian),
            "f4" => (4, false, isBig ? b => BinaryPrimitives.ReadSingleBigEndian(b) : b => BinaryPrimitives.ReadSingleLittleEndian(b)),
            "f2" => (2, false, isBig ? b => (double)BinaryPrimitives.ReadHalfBigEndian(b) : b => (double)BinaryPrimitives.ReadHalfLittleEndian(b)),
            "i8" => (8, true, isBig ? b => BinaryPrimitives.ReadInt64BigEndian(b) : b => BinaryPrimitives.ReadInt64LittleEndian(b)),
            "i4" => (4, true, isBig ? b => BinaryPrimitives.ReadInt32BigEndian(b) : b => BinaryPrimitives.ReadInt32LittleEndian(b)),
            "i2" => (2, true, isBig ? b => BinaryPrimitives.ReadInt16BigEndian(b) : b => BinaryPrimitives.ReadInt16LittleEndian(b)),
            "u8" => (8, true, isBig ? b => BinaryPrimitives.ReadUInt64BigEndian(b) : b => BinaryPrimitives.ReadUInt64LittleEndian(b)),
            "u4" => (4, true, isBig ? b => BinaryPrimitives.ReadUInt32BigEndian(b) : b => BinaryPrimitives.ReadUInt32LittleEndian(b)),
            "u2" => (2, true, isBig ? b => BinaryPrimitives.ReadUInt16BigEndian(b) : b => BinaryPrimitives.ReadUInt16LittleEndian(b)),
            "i1" => (1, true, b => (sbyte)b[0]),
            "u1" => (1, true, b => b[0]),
            "b1" => (1, true, b => b[0] == 0 ? 0 : 1),
            _ => throw Damage(name, $"its numbers are of the type '{type}'; floats, integers and truth values are read"),
        };
    }

    // From the first index fastest to the last.
    private static double[] LastIndexFastest(double[] values, IReadOnlyList<int> shape)
    {
        var ordered = new double[values.Length];
        var index = new int[shape.Count];
        for (var from = 0; from < values.Length; from++)
        {
            var to = 0;
            for (var axis = 0; axis < index.Length; axis++)
                to = (to * shape[axis]) + index[axis];
            ordered[to] = values[from];
            for (var axis = 0; axis < index.Length && ++index[axis] == shape[axis]; axis++)
                index[axis] = 0;
        }

        return ordered;
    }

    private static byte[] Take(Stream stream, int count, string name)
    {
        var bytes = new byte[count];
        return stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count ? bytes : throw Damage(name, "it is cut off within its header");
    }

    private static InvalidDataException Damage(string name, string what) => new($"{name}: {what}.");
}
