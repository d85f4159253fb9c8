using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Optimizers.Files;

/// <summary>
/// Collects the bytes of one tensor. Where it is not known that the bytes exist, memory is taken as they come, in pieces that add up to no more than
/// came before, and put together at the end.
/// </summary>
/// <param name="entry">The tensor.</param>
/// <param name="promised">Its hash, where the file has one.</param>
/// <param name="hash">Computes it; nobody else uses it before the tensor is finished.</param>
/// <param name="trusted">So many bytes are taken at once on the header's word.</param>
internal sealed class TensorAssembly(TensorEntry entry, ulong? promised, XxHash3 hash, long trusted)
{
    private readonly Array? _whole = entry.Length <= trusted ? entry.Type.NewArray(entry.Length) : null;
    private List<byte[]>? _pieces;
    private int _filledOfPiece;
    private long _received;

    public TensorEntry Entry => entry;

    /// <summary>The bytes that are still to come.</summary>
    public long Missing => entry.Length - _received;

    /// <summary>Takes the next bytes, no more than are missing.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (promised is not null)
            hash.Append(bytes);
        if (_whole is not null)
            bytes.CopyTo(Room(_whole, _received, bytes.Length));
        else
            AppendToPieces(bytes);
        _received += bytes.Length;
    }

    /// <summary>The tensor, when no byte is missing.</summary>
    /// <exception cref="InvalidDataException">Its bytes are not those that were hashed.</exception>
    public StoredTensor Finish()
    {
        if (promised is { } right && hash.Finish() is var found && found != right)
        {
            throw new InvalidDataException(
                $"The bytes of the {entry} are damaged: their hash is {ContentHashes.Text(found)}, not {ContentHashes.Text(right)}.");
        }

        return new StoredTensor(entry.Name, entry.Type, entry.Shape, _whole ?? Join());
    }

    private void AppendToPieces(ReadOnlySpan<byte> bytes)
    {
        _pieces ??= [];
        var before = _received;
        while (!bytes.IsEmpty)
        {
            if (_pieces.Count == 0 || _filledOfPiece == _pieces[^1].Length)
            {
                var length = Math.Min(Math.Min(entry.Length - before, Math.Max(before, trusted)), Array.MaxLength);
                _pieces.Add(GC.AllocateUninitializedArray<byte>((int)length));
                _filledOfPiece = 0;
            }

            var piece = _pieces[^1].AsSpan(_filledOfPiece);
            var count = Math.Min(piece.Length, bytes.Length);
            bytes[..count].CopyTo(piece);
            bytes = bytes[count..];
            before += count;
            _filledOfPiece += count;
        }
    }

    private Array Join()
    {
        var whole = entry.Type.NewArray(entry.Length);
        long at = 0;
        foreach (var piece in _pieces!)
        {
            piece.CopyTo(Room(whole, at, piece.Length));
            at += piece.Length;
        }

        return whole;
    }

    /// <summary>Bytes of an array of any element type; it may be longer than a span of bytes can be.</summary>
    private static Span<byte> Room(Array array, long begin, int length) =>
        MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(array), (nint)begin), length);
}
