namespace Optimizers.Tests.Files.Replacement;

/// <summary>The bytes of a file on a <see cref="SimulatedDisk"/>: those that the disk has, and those that only the memory has.</summary>
internal sealed class WrittenFile(byte[] flushed)
{
    private byte[] _flushed = flushed;
    private byte[] _written = flushed;

    public void Write(long offset, byte[] bytes)
    {
        var written = new byte[Math.Max(_written.Length, offset + bytes.Length)];
        _written.CopyTo(written, 0);
        bytes.CopyTo(written, offset);
        _written = written;
    }

    public void Flush() => _flushed = _written;

    /// <summary>Nothing of what was not flushed, all of it, its length alone, and its first or its second half.</summary>
    public IEnumerable<byte[]> AfterPowerLoss()
    {
        yield return _flushed;
        if (_written == _flushed)
            yield break;
        yield return _written;
        var (length, half) = (_written.Length, _written.Length / 2);
        yield return [.. _flushed, .. new byte[length - _flushed.Length]];
        yield return _written[..half];
        yield return [.. new byte[half], .. _written[half..]];
    }
}
