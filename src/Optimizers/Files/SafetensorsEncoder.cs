namespace Optimizers.Files;

/// <summary>
/// Makes the bytes of a file, piece by piece, without writing them itself. The tensors' bytes are produced twice: for the hashes that stand in the
/// header, and for the file; no copy of a tensor is ever held. The same content gives the same bytes: elements that take more bytes come first, so
/// that each is aligned in the file, and names decide among equals.
/// </summary>
internal sealed class SafetensorsEncoder
{
    private const int BufferLength = 1 << 20;

    private readonly TensorSource[] _tensors;
    private readonly ulong[] _hashes;
    private readonly byte[] _header;
    private readonly byte[] _buffer;
    private readonly XxHash3 _hash = new();
    private bool _isBegun;
    private int _tensor;
    private long _offset;

    /// <exception cref="ArgumentException">
    /// A name occurs twice or is not Unicode text, a key is reserved, or the header would be too long, also beside what the tensors hold.
    /// </exception>
    public SafetensorsEncoder(IEnumerable<TensorSource> tensors, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        ByteOrder.Check();
        _tensors = [.. tensors.OrderByDescending(tensor => tensor.Type.Width).ThenBy(tensor => tensor.Name, StringComparer.Ordinal)];
        ContentCheck.Throw(_tensors, metadata);
        var dataLength = _tensors.Aggregate(0L, (sum, tensor) => checked(sum + tensor.Length));
        _buffer = GC.AllocateUninitializedArray<byte>((int)Math.Clamp(dataLength, 1, BufferLength));
        _hashes = [.. _tensors.Select(tensor => Hash(tensor, cancellationToken))];
        _header = SafetensorsHeaderText.Write(Header(metadata));
        Length = _header.Length + dataLength;
    }

    /// <summary>The bytes of the whole file.</summary>
    public long Length { get; }

    /// <summary>The next bytes of the file, valid until the next call; empty at the end.</summary>
    /// <exception cref="InvalidOperationException">
    /// A tensor has changed since it was hashed: what was written of it must not become a file.
    /// </exception>
    public ReadOnlyMemory<byte> Next()
    {
        if (!_isBegun)
        {
            _isBegun = true;
            return _header;
        }

        var filled = 0;
        while (_tensor < _tensors.Length)
        {
            var count = Fill(_tensors[_tensor], _offset, _buffer.AsSpan(filled));
            _hash.Append(_buffer.AsSpan(filled, count));
            filled += count;
            _offset += count;
            if (_offset < _tensors[_tensor].Length)
                break;
            EndTensor();
        }

        return _buffer.AsMemory(0, filled);
    }

    private void EndTensor()
    {
        if (_hash.Finish() != _hashes[_tensor])
            throw new InvalidOperationException($"The tensor '{_tensors[_tensor].Name}' was changed while it was being written.");
        _tensor++;
        _offset = 0;
    }

    private ulong Hash(TensorSource tensor, CancellationToken cancellationToken)
    {
        for (long offset = 0; offset < tensor.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Fill(tensor, offset, _buffer);
            _hash.Append(_buffer.AsSpan(0, count));
            offset += count;
        }

        return _hash.Finish();
    }

    /// <summary>As many whole elements from the offset on as there are and as there is room for.</summary>
    private static int Fill(TensorSource tensor, long offset, Span<byte> room)
    {
        var count = (int)Math.Min(tensor.Length - offset, room.Length / tensor.Type.Width * tensor.Type.Width);
        tensor.CopyTo(offset, room[..count]);
        return count;
    }

    private SafetensorsHeader Header(IReadOnlyDictionary<string, string>? metadata)
    {
        var entries = new TensorEntry[_tensors.Length];
        long begin = 0;
        for (var i = 0; i < entries.Length; i++)
        {
            var tensor = _tensors[i];
            entries[i] = new TensorEntry(tensor.Name, tensor.Type, tensor.Shape, begin, begin + tensor.Length);
            begin += tensor.Length;
        }

        var all = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>());
        for (var i = 0; i < entries.Length; i++)
            all.Add(ContentHashes.TensorKey(entries[i].Name), ContentHashes.Text(_hashes[i]));
        all.Add(ContentHashes.HeaderKey, ContentHashes.Text(ContentHashes.OfHeader(all, entries)));
        return new SafetensorsHeader(entries, all);
    }
}
