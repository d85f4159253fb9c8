using Optimizers.Arithmetic;

namespace Optimizers.Files;

/// <summary>Copies a tensor of PyTorch into a state value, from rows to columns.</summary>
internal static class TorchTensor
{
    /// <exception cref="ArgumentException">The shape or the element type is not that of the parameter.</exception>
    public static void Copy(StoredTensor tensor, StateValue to, ElementKind kind, int position)
    {
        var isOfKind = (kind, tensor.Type) is (ElementKind.Double, TensorType.F64) or (ElementKind.Half, TensorType.F16)
            or (ElementKind.BFloat16, TensorType.BF16) or (not ElementKind.Double, TensorType.F32);
        if (!isOfKind)
            throw Unfit($"it is of another element type than parameters[{position}], which is {kind}");
        var lengths = tensor.Shape.Lengths;
        var isOfShape = to.Columns > 0
            ? lengths.Length == 2 && lengths[0] == to.Rows && lengths[1] == to.Columns
            : tensor.Shape.Bytes(tensor.Type) == (long)to.Length * tensor.Type.Width;
        if (!isOfShape)
        {
            throw Unfit(
                $"parameters[{position}] is {(to.Columns > 0 ? $"a matrix of {to.Rows}×{to.Columns}" : $"a vector of {to.Rows}")}; "
                + "a tensor of other dimensions is handed over as a vector");
        }

        switch (tensor.Type)
        {
            case TensorType.F64: Copy(tensor, to.Doubles, to); break;
            case TensorType.F32: Copy(tensor, to.Singles, to); break;
            case TensorType.F16:
                var halves = new Half[to.Length];
                Copy<Half>(tensor, halves, to);
                Narrow.WidenHalf(halves, to.Singles);
                break;
            default:
                var bits = new ushort[to.Length];
                Copy<ushort>(tensor, bits, to);
                Narrow.WidenBFloat16(bits, to.Singles);
                break;
        }

        ArgumentException Unfit(string why) => Misfit.Of("parameters", $"The {tensor} in the file does not fit: {why}. Nothing was changed.");
    }

    private static void Copy<E>(StoredTensor tensor, Span<E> to, StateValue like) where E : unmanaged
    {
        if (like.Columns > 0 && !like.IsByRows)
            tensor.CopyToColumns(to);
        else
            tensor.Elements<E>().Span.CopyTo(to);
    }
}
