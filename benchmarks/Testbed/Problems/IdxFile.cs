using System.Buffers.Binary;
using System.IO.Compression;

namespace Optimizers.Testbed.Problems;

/// <summary>A packed IDX file of bytes, in which MNIST and its relatives come.</summary>
internal static class IdxFile
{
    /// <summary>The bytes behind the header, whose second number is the count of items.</summary>
    /// <param name="file">The file, packed by gzip.</param>
    /// <param name="header">The bytes of the header.</param>
    /// <param name="each">The bytes of an item.</param>
    /// <exception cref="InvalidDataException">The file has more or fewer bytes.</exception>
    public static byte[] Read(string file, int header, int each)
    {
        using var stream = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        var bytes = memory.ToArray();
        var items = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4));
        return bytes.Length == header + (items * each)
            ? bytes[header..]
            : throw new InvalidDataException($"{file} holds {bytes.Length} bytes; {header + (items * each)} were expected for {items} items.");
    }
}
