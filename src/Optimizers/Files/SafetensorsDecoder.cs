using System.Buffers.Binary;

namespace Optimizers.Files;

/// <summary>
/// Makes the content of a file from its bytes, without reading them itself: whoever has the bytes puts them into <see cref="Room"/> and says how many
/// by <see cref="Advance"/>, until <see cref="Content"/> is there. So one text serves files and streams, at once and asynchronously.
/// </summary>
internal sealed class SafetensorsDecoder
{
    private const int BufferLength = 64 * 1024;

    private readonly string _source;
    private readonly long? _length;
    private readonly List<StoredTensor> _tensors = [];
    private readonly XxHash3 _hash = new();
    private byte[] _buffer;
    private int _filled;
    private int _wanted = SafetensorsHeader.Prefix;
    private long _received;
    private int _headerLength;
    private SafetensorsHeader? _header;
    private IReadOnlyList<ulong>? _hashes;
    private TensorAssembly? _tensor;

    /// <param name="source">What is read, for messages.</param>
    /// <param name="length">How many bytes there are, where that is known.</param>
    /// <exception cref="InvalidDataException">There are too few for any file.</exception>
    public SafetensorsDecoder(string source, long? length)
    {
        ByteOrder.Check();
        _source = source;
        _length = length;
        _buffer = GC.AllocateUninitializedArray<byte>((int)Math.Clamp(length ?? BufferLength, SafetensorsHeader.Prefix, BufferLength));
        if (length < SafetensorsHeader.Prefix)
            throw Fault(new InvalidDataException($"It has {length} bytes; the length of the header alone takes {SafetensorsHeader.Prefix}."));
    }

    /// <summary>What was read; null until all of it is there and proven whole.</summary>
    public SafetensorsContent? Content { get; private set; }

    /// <summary>The bytes that have come.</summary>
    public long Received => _received;

    /// <summary>Where the next bytes go; never empty before the content is there.</summary>
    public Memory<byte> Room => _buffer.AsMemory(_filled, _wanted - _filled);

    /// <summary>Takes the bytes that were put at the beginning of <see cref="Room"/>.</summary>
    /// <param name="count">How many; 0 says that there are no more.</param>
    /// <exception cref="InvalidDataException">They are not those of a whole file; the message says what and where.</exception>
    public void Advance(int count)
    {
        try
        {
            if (count == 0)
                throw new InvalidDataException($"It ends after {_received} bytes, {Place}.");
            _received += count;
            _filled += count;
            if (_filled == _wanted)
                TakeBuffer();
        }
        catch (InvalidDataException exception)
        {
            throw Fault(exception);
        }
    }

    /// <summary>Says that a byte follows where the file should have ended.</summary>
    public InvalidDataException LongerThanItsHeaderSays() =>
        Fault(new InvalidDataException($"Bytes follow after the {_received} that the header speaks of."));

    private string Place => _tensor is { } tensor
        ? $"within the tensor {Quoted.Text(tensor.Entry.Name)}, of whose {tensor.Entry.Length} bytes {tensor.Missing - _filled} are missing"
        : _headerLength == 0 ? "within the length of the header" : $"within the header of {_headerLength} bytes";

    private void TakeBuffer()
    {
        if (_tensor is not null)
        {
            _tensor.Append(_buffer.AsSpan(0, _filled));
            WantData();
        }
        else if (_headerLength == 0)
        {
            TakeLength();
        }
        else if (_filled < _headerLength)
        {
            Array.Resize(ref _buffer, _length is null ? (int)Math.Min(2L * _buffer.Length, _headerLength) : _headerLength);
            _wanted = _buffer.Length;
        }
        else
        {
            TakeHeader();
        }
    }

    private void TakeLength()
    {
        var length = BinaryPrimitives.ReadUInt64LittleEndian(_buffer);
        if (length is < 2 or > SafetensorsHeader.MaxLength)
        {
            throw new InvalidDataException(
                $"Its first 8 bytes give a header of {length} bytes; 2 to {SafetensorsHeader.MaxLength} are possible. It may be another format.");
        }

        _headerLength = (int)length;
        if (_length < SafetensorsHeader.Prefix + _headerLength)
            throw new InvalidDataException($"It has {_length} bytes, but its header alone takes 8 + {_headerLength}: cut off, or another format.");
        _filled = 0;
        _wanted = Math.Min(_headerLength, _buffer.Length);
    }

    private void TakeHeader()
    {
        var rest = _length - SafetensorsHeader.Prefix - _headerLength;
        _header = SafetensorsHeader.Parse(_buffer.AsSpan(0, _headerLength), rest ?? 0);
        if (rest is not null && rest != _header.DataLength)
            throw new InvalidDataException($"It has {rest} bytes after the header, but the header's tensors take {_header.DataLength}.");
        if (_header.Tensors.FirstOrDefault(tensor => tensor.Length / tensor.Type.Width > Array.MaxLength) is { } tooLarge)
            throw new InvalidDataException($"The {tooLarge} has more elements than an array can have ({Array.MaxLength}).");
        _hashes = ContentHashes.Promised(_header);
        if (_buffer.Length > BufferLength)
            _buffer = GC.AllocateUninitializedArray<byte>(BufferLength);
        WantData();
    }

    /// <summary>Asks for the next bytes of the tensor, or of the next one that has any, or ends.</summary>
    private void WantData()
    {
        while (_tensor is null or { Missing: 0 })
        {
            if (_tensor is not null)
                _tensors.Add(_tensor.Finish());
            if (_tensors.Count == _header!.Tensors.Count)
            {
                Complete();
                return;
            }

            var entry = _header.Tensors[_tensors.Count];
            var trusted = _length is null ? Math.Max(BufferLength, _received) : long.MaxValue;
            _tensor = new TensorAssembly(entry, _hashes?[_tensors.Count], _hash, trusted);
        }

        _filled = 0;
        _wanted = (int)Math.Min(_tensor.Missing, _buffer.Length);
    }

    private void Complete()
    {
        _buffer = [];
        _filled = _wanted = 0;
        Content = new SafetensorsContent(_tensors, _header!.Metadata.Where(pair => !ContentHashes.IsReserved(pair.Key)).ToDictionary());
    }

    private InvalidDataException Fault(InvalidDataException exception) =>
        new($"{_source} is no whole safetensors file. {exception.Message}", exception);
}
