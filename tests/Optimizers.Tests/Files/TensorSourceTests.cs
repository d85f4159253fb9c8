using System.Runtime.InteropServices;
using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Files;

namespace Optimizers.Tests.Files;

public sealed class TensorSourceTests
{
    [Fact]
    public void A_matrix_by_columns_gives_its_rows_in_pieces_of_any_length() =>
        Gen.Select(Gen.Int[1, 70], Gen.Int[1, 70], Gen.Int[1, 900]).Sample((rows, columns, piece) =>
        {
            Check(rows, columns, piece, TensorType.F64, (i, j) => i + (j / 128.0));
            Check(rows, columns, piece, TensorType.F32, (i, j) => i + (j / 128f));
            Check(rows, columns, piece, TensorType.BF16, (i, j) => (ushort)((i * 100) + j));
            Check(rows, columns, piece, TensorType.U8, (i, j) => (byte)((i * 3) + j));
        }, iter: 200);

    [Fact]
    public void A_matrix_of_MathNet_comes_back_into_one()
    {
        var matrix = Matrix<double>.Build.Dense(37, 53, (i, j) => i - (j / 64.0));
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, [TensorSource.ByColumns<double>("w", TensorType.F64, 37, 53, matrix.AsColumnMajorArray())]);
        stream.Position = 0;

        var tensor = SafetensorsReader.Read(stream).Tensors.Single();
        tensor.Shape.Should().Be(new TensorShape(37, 53));
        tensor.Elements<double>().Span[(2 * 53) + 5].Should().Be(matrix[2, 5], "the last index runs fastest in the file");
        var back = Matrix<double>.Build.Dense(37, 53);
        tensor.CopyToColumns<double>(back.AsColumnMajorArray());
        back.Should().BeEquivalentTo(matrix);
    }

    [Fact]
    public void Memory_that_is_not_what_the_tensor_is_said_to_be_is_refused()
    {
        var tooFew = () => TensorSource.ByRows<double>("w", TensorType.F64, new TensorShape(2, 3), new double[5]);
        tooFew.Should().Throw<ArgumentException>().WithMessage("*'w'*[2, 3]*6 elements; 5 were given*");
        var otherType = () => TensorSource.ByRows<double>("w", TensorType.I64, new TensorShape(6), new double[6]);
        otherType.Should().Throw<ArgumentException>().WithMessage("*'w'*I64*Double*");
        var negative = () => TensorSource.ByRows<double>("w", TensorType.F64, new TensorShape(-2, -3), new double[6]);
        negative.Should().Throw<ArgumentException>().WithMessage("*[-2, -3]*none below 0*");
        var overflowing = () => TensorSource.ByRows<double>("w", TensorType.F64, new TensorShape(long.MaxValue, 4), new double[6]);
        overflowing.Should().Throw<ArgumentException>().WithMessage("*2^63*");
    }

    [Fact]
    public void A_tensor_is_read_only_as_what_it_is()
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, [TensorSource.ByRows<long>("n", TensorType.I64, new TensorShape(6), new long[6])]);
        stream.Position = 0;
        var tensor = SafetensorsReader.Read(stream).Tensors.Single();

        var asDouble = () => tensor.Elements<double>();
        asDouble.Should().Throw<InvalidDataException>().WithMessage("*'n'*I64*Double*");
        var asMatrix = () => tensor.CopyToColumns(new long[6]);
        asMatrix.Should().Throw<InvalidDataException>().WithMessage("*'n'*[6]*");
    }

    private static void Check<T>(int rows, int columns, int piece, TensorType type, Func<int, int, T> element) where T : unmanaged
    {
        var byColumns = new T[rows * columns];
        var byRows = new T[rows * columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                byRows[(i * columns) + j] = byColumns[(j * rows) + i] = element(i, j);
        }

        var source = TensorSource.ByColumns<T>("w", type, rows, columns, byColumns);
        var bytes = new byte[source.Length];
        for (var at = 0; at < bytes.Length; at += piece * type.Width)
            source.CopyTo(at, bytes.AsSpan(at, Math.Min(piece * type.Width, bytes.Length - at)));
        MemoryMarshal.Cast<byte, T>(bytes).SequenceEqual(byRows).Should().BeTrue();
    }
}
