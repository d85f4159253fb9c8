using System.Buffers.Binary;
using System.Text;

namespace Optimizers.FileFuzz;

/// <summary>A file of any header and any data: whether they fit is not asked.</summary>
internal static class RawFile
{
    public static byte[] Build(string header, params ReadOnlySpan<byte> data) => Build(Encoding.UTF8.GetBytes(header), data);

    public static byte[] Build(ReadOnlySpan<byte> header, ReadOnlySpan<byte> data)
    {
        var file = new byte[8 + header.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file.AsSpan(8));
        data.CopyTo(file.AsSpan(8 + header.Length));
        return file;
    }
}
