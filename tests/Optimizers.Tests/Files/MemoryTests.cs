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

    /// <summary>What a header makes the reader take is many times as large as the header: small tensors, keys, dimensions.</summary>
    [Theory]
    [InlineData("empty tensors")]
    [InlineData("tensors of one byte")]
    [InlineData("empty tensors with hashes")]
    [InlineData("keys of metadata")]
    [InlineData("long keys of metadata")]
    [InlineData("dimensions")]
    public void A_file_of_little_but_a_header_takes_no_more_than_twice_its_size_and_16_megabytes_or_is_refused(string what)
    {
        var isRefused = false;
        for (var count = 5_000; !isRefused; count += count / 4)
        {
            if (OfLittle(what, count) is not { } file)
            {
                count.Should().BeGreaterThan(20_000, "so many may be written");
                return;
            }

            var allocated = Allocation.Of(() =>
            {
                try
                {
                    SafetensorsReader.Read(new MemoryStream(file));
                }
                catch (InvalidDataException exception)
                {
                    isRefused = true; // A file that the library has written is not.
                    what.Should().NotBe("empty tensors with hashes");
                    exception.Message.Should().Contain("to be split");
                }
            });
            allocated.Should().BeLessThan((2L * file.Length) + 16_000_000, "of {0} {1}", count, what);
            (isRefused || count < 80_000).Should().BeTrue("a hundred thousand of {0} are too many", what);
            (isRefused && count < 20_000).Should().BeFalse("twenty thousand of {0} are few", what);
        }
    }

    [Fact]
    public void Many_tensors_with_numbers_in_them_are_read()
    {
        using var stream = new MemoryStream();
        var notes = new Dictionary<string, string> { ["note"] = new('"', 1_000_000) }; // Six times as long in the file.
        SafetensorsWriter.Write(stream, Enumerable.Range(0, 50_000).Select(i => Tensor($"state.{i}.exp_avg", 200)), notes);
        var file = stream.ToArray();
        Allocation.Of(() => SafetensorsReader.Read(new MemoryStream(file)).Tensors.Should().HaveCount(50_000)).Should()
            .BeLessThan((2L * file.Length) + 16_000_000);

        // What the header says that they hold is no more than a word where nobody knows the length.
        AllocatedByRefusal(file).Should().BeLessThan((2L * file.Length) + 16_000_000);
    }

    /// <summary>A file of so many; null where the library does not write it.</summary>
    private static byte[]? OfLittle(string what, int count)
    {
        if (what == "empty tensors with hashes")
        {
            try
            {
                using var stream = new MemoryStream();
                SafetensorsWriter.Write(stream, Enumerable.Range(0, count).Select(i => Tensor($"state.{i}.exp_avg", 0)));
                return stream.ToArray();
            }
            catch (ArgumentException exception)
            {
                exception.Message.Should().Contain("would be refused");
                return null;
            }
        }

        var (filler, zeros) = (new string('k', 200), string.Join(',', new int[64]));
        var entries = string.Join(',', Enumerable.Range(0, count).Select(i => what switch
        {
            "empty tensors" => $$"""
                "{{i:x}}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}
                """,
            "tensors of one byte" => $$"""
                "{{i:x}}":{"dtype":"U8","shape":[1],"data_offsets":[{{i}},{{i + 1}}]}
                """,
            "dimensions" => $$"""
                "{{i:x}}":{"dtype":"U8","shape":[{{zeros}}],"data_offsets":[0,0]}
                """,
            "long keys of metadata" => $"\"{filler}{i:x}\":\"\"",
            _ => $"\"{i:x}\":\"\"",
        }));
        return RawFile.Build(
            what.EndsWith("metadata", StringComparison.Ordinal) ? $$$"""{"__metadata__":{{{{entries}}}}}""" : $"{{{entries}}}",
            new byte[what == "tensors of one byte" ? count : 0]);
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
