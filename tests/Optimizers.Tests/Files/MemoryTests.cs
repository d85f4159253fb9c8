using System.Buffers.Binary;
using Optimizers.FileFuzz;
using Optimizers.Files;

namespace Optimizers.Tests.Files;

public sealed class MemoryTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void Reading_takes_no_more_than_twice_the_file_and_from_a_path_no_more_than_once()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Path("file");
        SafetensorsWriter.Write(path, [Tensor("a", 5_000_000), Tensor("b", 10), Tensor("c", 3_000_000)]);
        var file = File.ReadAllBytes(path);
        SafetensorsReader.Read(new MemoryStream(FormatSeeds.All[0])); // What is made once.

        Allocation.Of(() => SafetensorsReader.Read(path)).Should().BeLessThan(file.Length + Megabyte);
        Allocation.Of(() => SafetensorsReader.Read(new OneWayStream(file))).Should().BeLessThan((2 * file.Length) + Megabyte);
    }

    [Fact]
    public void Writing_takes_a_buffer_however_large_the_tensors_are()
    {
        var matrix = TensorSource.ByColumns<double>("a", TensorType.F64, 2000, 2000, new double[4_000_000]);
        Allocation.Of(() => SafetensorsWriter.Write(Stream.Null, [matrix])).Should().BeLessThan(2 * Megabyte);
    }

    [Fact]
    public void Bytes_that_are_only_claimed_take_no_memory()
    {
        var tensor = RawFile.Build("""{"a":{"dtype":"F64","shape":[250000000],"data_offsets":[0,2000000000]}}""", new byte[1000]);
        AllocatedByRefusal(tensor).Should().BeLessThan(Megabyte);
        var many = RawFile.Build(
            $$"""{{{string.Join(',', Enumerable.Range(0, 50).Select(i => $$"""
            "{{i}}":{"dtype":"F64","shape":[2000000],"data_offsets":[{{16_000_000 * i}},{{16_000_000 * (i + 1)}}]}
            """))}}}""", new byte[1000]);
        AllocatedByRefusal(many).Should().BeLessThan(Megabyte);
        var header = RawFile.Build("{\"a\":", 0);
        BinaryPrimitives.WriteInt64LittleEndian(header, SafetensorsHeader.MaxLength);
        AllocatedByRefusal(header).Should().BeLessThan(Megabyte);
    }

    [Fact]
    public void A_header_of_a_hundred_thousand_tensors_takes_at_most_twelve_times_its_length()
    {
        var entries = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $$"""
            "{{i}}":{"dtype":"U8","shape":[1],"data_offsets":[{{i}},{{i + 1}}]}
            """));
        var foreign = RawFile.Build($"{{{entries}}}", new byte[100_000]);
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, Enumerable.Range(0, 50_000).Select(i => Tensor($"state.{i}.exp_avg", 1)));
        foreach (var file in new[] { foreign, stream.ToArray() })
            Allocation.Of(() => SafetensorsReader.Read(new MemoryStream(file))).Should().BeLessThan(12L * file.Length);
    }

    private static TensorSource Tensor(string name, int count) =>
        TensorSource.ByRows<float>(name, TensorType.F32, new TensorShape(count), new float[count]);

    /// <summary>The refusal's own exceptions are on it too.</summary>
    private static long AllocatedByRefusal(byte[] file) => Allocation.Of(() =>
    {
        var read = () => SafetensorsReader.Read(new OneWayStream(file));
        read.Should().Throw<InvalidDataException>();
    });
}
