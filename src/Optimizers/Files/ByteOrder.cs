namespace Optimizers.Files;

/// <summary>That elements lie in memory as in a file, so that they are copied and not turned.</summary>
internal static class ByteOrder
{
    /// <exception cref="PlatformNotSupportedException">The machine is one of the few that are big-endian.</exception>
    public static void Check()
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("safetensors files are little-endian; on a big-endian machine they are not read or written.");
    }
}
