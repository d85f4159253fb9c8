using System.Text;
using System.Text.Json;

namespace Optimizers.Files;

/// <summary>Reads the JSON of a header token by token, so that names that occur twice are seen and no number passes through a double.</summary>
internal ref struct SafetensorsHeaderParser
{
    /// <summary>The header, an entry, its list.</summary>
    private const int Depth = 3;

    /// <summary>The bytes of "":{"dtype":"U8","shape":[],"data_offsets":[0,0]}.</summary>
    private const int ShortestTensor = 49;

    private readonly ReadOnlySpan<byte> _json;
    private readonly long _most;
    private readonly List<TensorEntry> _tensors;
    private readonly HashSet<string> _names;
    private readonly long[] _numbers = new long[TensorShape.MaxRank];
    private readonly Dictionary<string, string> _metadata = [];
    private Utf8JsonReader _reader;
    private long _price;

    /// <param name="json">The JSON.</param>
    /// <param name="data">The bytes that are known to follow it.</param>
    public SafetensorsHeaderParser(ReadOnlySpan<byte> json, long data)
    {
        _json = json;
        _most = SafetensorsHeader.Most(json.Length, data);
        var count = Math.Min(json.Count((byte)'{'), json.Length / ShortestTensor);
        (_tensors, _names) = (new(count), new(count));
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Depth });
    }

    public SafetensorsHeader Parse()
    {
        if (_json.IsEmpty || _json[0] != (byte)'{')
            throw Fault("The header does not begin with '{'");
        try
        {
            Expect(JsonTokenType.StartObject, "the header");
            while (NextKey("the header") is { } name)
            {
                if (!_names.Add(name))
                    throw Fault($"The name {Quoted.Text(name)} occurs twice");
                if (name == SafetensorsHeader.MetadataKey)
                    ParseMetadata();
                else
                    _tensors.Add(ParseTensor(name));
            }

            ExpectSpacesAfter((int)_reader.BytesConsumed);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            throw new InvalidDataException($"{Place("The header is not JSON of the format's form")} {exception.Message}", exception);
        }

        return new SafetensorsHeader(InOrderOfBytes(), _metadata);
    }

    private void Pay(long price)
    {
        _price += price;
        if (_price > _most)
        {
            throw Fault(
                $"After {_tensors.Count} tensors and {_metadata.Count} keys of metadata, reading the file takes more than 16 MB and twice its size; "
                + "a file of so many small tensors is to be split");
        }
    }

    private readonly void ExpectSpacesAfter(int end)
    {
        var other = _json[end..].IndexOfAnyExcept((byte)' ');
        if (other >= 0)
            throw new InvalidDataException($"After the JSON only spaces may stand, but byte {SafetensorsHeader.Prefix + end + other} is another.");
    }

    private void ParseMetadata()
    {
        Expect(JsonTokenType.StartObject, "the metadata");
        while (NextKey("the metadata") is { } key)
        {
            Expect(JsonTokenType.String, "a value of the metadata");
            Pay(SafetensorsHeader.PriceOf(key.Length + Characters()));
            if (!_metadata.TryAdd(key, _reader.GetString()!))
                throw Fault($"The metadata hold the key {Quoted.Text(key)} twice");
        }
    }

    private TensorEntry ParseTensor(string name)
    {
        TensorType? type = null;
        TensorShape? shape = null;
        (long Begin, long End)? offsets = null;
        Expect(JsonTokenType.StartObject, "a tensor");
        while (Read() != JsonTokenType.EndObject)
        {
            // Compared where they stand: a text for each of them would weigh as much as the tensor.
            if (_reader.ValueTextEquals("dtype"u8))
                type = type is null ? ParseType(name) : throw Twice(name, "dtype");
            else if (_reader.ValueTextEquals("shape"u8))
                shape = shape is null ? new TensorShape(ParseNumbers(name, "shape", TensorShape.MaxRank)) : throw Twice(name, "shape");
            else if (_reader.ValueTextEquals("data_offsets"u8))
                offsets = offsets is null ? ParseOffsets(name) : throw Twice(name, "data_offsets");
            else
                throw Fault($"The tensor {Quoted.Text(name)} has the field {Quoted.Text(_reader.GetString()!)}, which the format does not know");
        }

        if (type is null || shape is null || offsets is null)
            throw Fault($"The tensor {Quoted.Text(name)} lacks a field: 'dtype', 'shape' and 'data_offsets' are needed");
        var entry = new TensorEntry(name, type.Value, shape.Value, offsets.Value.Begin, offsets.Value.End);
        Pay(SafetensorsHeader.PriceOf(entry));
        var bytes = entry.Shape.Bytes(entry.Type) ?? throw Fault($"The {entry} has no whole number of bytes below 2^63");
        return bytes == entry.Length ? entry : throw Fault($"The {entry} takes {bytes} bytes, but its data_offsets span {entry.Length}");
    }

    /// <summary>How many characters the text of this token has, or a few more where it is not ASCII.</summary>
    private readonly long Characters()
    {
        var text = _reader.ValueSpan;
        if (!_reader.ValueIsEscaped)
            return text.Length;
        var count = 0;
        for (var i = 0; i < text.Length; count++)
            i += text[i] != '\\' ? 1 : text[i + 1] == 'u' ? 6 : 2;
        return count;
    }

    private (long Begin, long End) ParseOffsets(string name) =>
        ParseNumbers(name, "data_offsets", 2) is [var begin, var end] && begin <= end
            ? (begin, end)
            : throw Fault($"The data_offsets of the tensor {Quoted.Text(name)} are not two numbers, the first no greater than the second");

    private TensorType ParseType(string name)
    {
        Expect(JsonTokenType.String, "a dtype");
        Span<char> text = stackalloc char[16];
        return _reader.ValueSpan.Length <= text.Length && TensorTypeFacts.Parse(text[.._reader.CopyString(text)]) is { } type
            ? type
            : throw Fault($"The tensor {Quoted.Text(name)} has the type {Quoted.Text(_reader.GetString()!)}, which this version does not know");
    }

    /// <summary>A list of numbers, which stand until the next one is read.</summary>
    private ReadOnlySpan<long> ParseNumbers(string name, string field, int most)
    {
        var count = 0;
        Expect(JsonTokenType.StartArray, field);
        while (Read() != JsonTokenType.EndArray)
        {
            if (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetUInt64(out var number) || number > long.MaxValue)
                throw Fault($"In '{field}' of the tensor {Quoted.Text(name)} stands what is not a whole number from 0 to 2^63 - 1");
            if (count == most)
                throw Fault($"'{field}' of the tensor {Quoted.Text(name)} has more than {most} numbers");
            _numbers[count++] = (long)number;
        }

        return _numbers.AsSpan(0, count);
    }

    /// <summary>The tensors cover the bytes after the header from the first on, one after another.</summary>
    private readonly List<TensorEntry> InOrderOfBytes()
    {
        _tensors.Sort(static (one, other) =>
        {
            var order = (one.Begin, one.End).CompareTo((other.Begin, other.End));
            return order != 0 ? order : string.CompareOrdinal(one.Name, other.Name);
        });
        long end = 0;
        foreach (var tensor in _tensors)
        {
            if (tensor.Begin != end)
            {
                throw new InvalidDataException(
                    $"The bytes of the tensor {Quoted.Text(tensor.Name)} begin at {tensor.Begin} of the data, but those before it end at {end}: " +
                    (tensor.Begin > end ? "there is a hole." : "they overlap."));
            }

            end = tensor.End;
        }

        return _tensors;
    }

    /// <summary>The next key of an object, or null at its end.</summary>
    private string? NextKey(string place) => Read() switch
    {
        JsonTokenType.PropertyName => _reader.GetString()!,
        JsonTokenType.EndObject => null,
        var other => throw Fault($"In {place} stands {other} where a key or the end was expected"),
    };

    private void Expect(JsonTokenType token, string place)
    {
        var found = Read();
        if (found != token)
            throw Fault($"For {place} the header has {found} where {token} was expected");
    }

    private JsonTokenType Read() => _reader.Read() ? _reader.TokenType : throw Fault("The header ends too soon");

    private readonly InvalidDataException Twice(string name, string field) => Fault($"The tensor {Quoted.Text(name)} has the field '{field}' twice");

    private readonly InvalidDataException Fault(string what) => new(Place(what));

    private readonly string Place(string what) => $"{what} (at byte {SafetensorsHeader.Prefix + _reader.TokenStartIndex}).";
}
