using MathNet.Numerics.LinearAlgebra;
using Optimizers.Files;

namespace Optimizers.Tests.Files;

public sealed class PythonFileTests
{
    [Fact]
    public void A_file_written_in_Python_is_read()
    {
        using var stream = Fixture.Open("python.safetensors");
        var content = SafetensorsReader.Read(stream);
        var tensors = content.Tensors.ToDictionary(tensor => tensor.Name);

        var matrix = Matrix<double>.Build.Dense(2, 3);
        tensors["matrix"].CopyToColumns<double>(matrix.AsColumnMajorArray());
        matrix.ToArray().Should().BeEquivalentTo(new[,] { { 11.5, 12.5, 13.5 }, { 21.5, 22.5, 23.5 } });
        tensors["bytes"].Elements<byte>().ToArray().Should().Equal(1, 2, 255);
        tensors["single"].Shape.Should().Be(new TensorShape());
        tensors["single"].Elements<float>().ToArray().Should().Equal(0.25f);
        tensors["whole"].Elements<long>().ToArray().Should().Equal(-1, 1L << 62);
        tensors["half"].Elements<Half>().ToArray().Should().Equal((Half)1.5, (Half)(-2));
        tensors["nothing"].Shape.Should().Be(new TensorShape(0, 4));
        tensors.Should().HaveCount(6);
        content.Metadata.Should().BeEquivalentTo(new Dictionary<string, string> { ["made by"] = "Python", ["größe"] = "2 × 3" });
    }

    [Fact]
    public void The_bytes_that_are_written_are_those_that_Python_has_read_and_found_right()
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, PythonFixture.Tensors, PythonFixture.Metadata);
        stream.ToArray().Should().Equal(Fixture.Bytes("library.safetensors"));
    }
}
