namespace Optimizers.Diagnostics.Logs;

/// <summary>A stream whose first bytes were looked at; it reads them again, and the rest. The stream itself stays open.</summary>
internal sealed class PeekedStream : Stream
{
    private readonly Stream _stream;
    private readonly byte[] _beginning;
    private int _place;

    /// <summary>Looks at the first bytes.</summary>
    public PeekedStream(Stream stream, int count)
    {
        var beginning = new byte[count];
        _stream = stream;
        _beginning = beginning[..stream.ReadAtLeast(beginning, count, throwOnEndOfStream: false)];
    }

    /// <summary>The first bytes, fewer where the stream has no more.</summary>
    public ReadOnlySpan<byte> Beginning => _beginning;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_place == _beginning.Length)
            return _stream.Read(buffer);
        var count = Math.Min(buffer.Length, _beginning.Length - _place);
        _beginning.AsSpan(_place, count).CopyTo(buffer);
        _place += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
