using Optimizers.Files;

namespace Optimizers.Tests.Files;

/// <summary>The bytes of a tensor that was read, of whatever type.</summary>
internal static class StoredBytes
{
    public static TensorSource Source(StoredTensor tensor) => tensor.Type switch
    {
        TensorType.I8 => Source<sbyte>(tensor),
        TensorType.I16 => Source<short>(tensor),
        TensorType.U16 or TensorType.BF16 => Source<ushort>(tensor),
        TensorType.F16 => Source<Half>(tensor),
        TensorType.I32 => Source<int>(tensor),
        TensorType.U32 => Source<uint>(tensor),
        TensorType.F32 => Source<float>(tensor),
        TensorType.F64 => Source<double>(tensor),
        TensorType.I64 => Source<long>(tensor),
        TensorType.U64 or TensorType.C64 => Source<ulong>(tensor),
        _ => Source<byte>(tensor),
    };

    public static byte[] Of(StoredTensor tensor)
    {
        var source = Source(tensor);
        var bytes = new byte[source.Length];
        source.CopyTo(0, bytes);
        return bytes;
    }

    public static bool AreEqual(StoredTensor one, StoredTensor other) =>
        one.Type == other.Type && one.Shape.Equals(other.Shape) && Of(one).AsSpan().SequenceEqual(Of(other));

    private static TensorSource Source<T>(StoredTensor tensor) where T : unmanaged =>
        TensorSource.ByRows(tensor.Name, tensor.Type, tensor.Shape, tensor.Elements<T>());
}
