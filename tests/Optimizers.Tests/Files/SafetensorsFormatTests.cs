using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Optimizers.Files;
using Oracle = System.IO.Hashing.XxHash3;

namespace Optimizers.Tests.Files;

/// <summary>The bytes of a written file, held against the format's description by other means than the reader.</summary>
public sealed class SafetensorsFormatTests
{
    private static readonly Dictionary<string, string> Metadata = new() { ["rule"] = "Adam", ["note"] = "größer „als“" };

    [Fact]
    public void A_file_is_its_header_s_length_its_JSON_padded_with_spaces_and_the_bytes_without_a_gap()
    {
        var file = Write(Tensors(), Metadata);
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        (length % 8).Should().Be(0);
        file[8].Should().Be((byte)'{');
        using var json = JsonDocument.Parse(file.AsMemory(8, length));

        var end = 0;
        foreach (var entry in json.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__"))
        {
            var offsets = entry.Value.GetProperty("data_offsets");
            offsets[0].GetInt32().Should().Be(end, entry.Name);
            end = offsets[1].GetInt32();
        }

        file.Length.Should().Be(8 + length + end);
        var matrix = json.RootElement.GetProperty("m");
        matrix.GetProperty("dtype").GetString().Should().Be("F64");
        matrix.GetProperty("shape").EnumerateArray().Select(each => each.GetInt32()).Should().Equal(2, 3);
        var begin = 8 + length + matrix.GetProperty("data_offsets")[0].GetInt32();
        var numbers = Enumerable.Range(0, 6).Select(i => BinaryPrimitives.ReadDoubleLittleEndian(file.AsSpan(begin + (8 * i))));
        numbers.Should().Equal(11, 12, 13, 21, 22, 23);
        json.RootElement.GetProperty("scalar").GetProperty("shape").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public void Every_tensor_begins_at_a_multiple_of_its_element_s_width()
    {
        using var json = Header(Write(Tensors(), Metadata));
        foreach (var entry in json.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__"))
        {
            var width = TensorTypeFacts.Parse(entry.Value.GetProperty("dtype").GetString()!)!.Value.Width;
            (entry.Value.GetProperty("data_offsets")[0].GetInt32() % width).Should().Be(0, entry.Name);
        }
    }

    [Fact]
    public void The_metadata_hold_each_tensor_s_XXH3()
    {
        var file = Write(Tensors(), Metadata);
        using var json = Header(file);
        var data = file.AsSpan(8 + (int)BinaryPrimitives.ReadInt64LittleEndian(file));
        var metadata = json.RootElement.GetProperty("__metadata__");
        metadata.GetProperty("note").GetString().Should().Be(Metadata["note"]);
        foreach (var entry in json.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__"))
        {
            var offsets = entry.Value.GetProperty("data_offsets");
            var expected = Oracle.HashToUInt64(data[offsets[0].GetInt32()..offsets[1].GetInt32()]);
            metadata.GetProperty($"xxh3.{entry.Name}").GetString().Should().Be(expected.ToString("x16", CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void The_order_in_which_content_is_given_does_not_change_a_bit_of_the_file()
    {
        var reversed = new Dictionary<string, string>(Metadata.Reverse());
        Write(Tensors().Reverse(), reversed).Should().Equal(Write(Tensors(), Metadata));
    }

    [Fact]
    public void A_file_of_another_program_is_read_whatever_the_order_of_its_keys_and_the_alignment_of_its_data()
    {
        var content = Read("""{"b":{"data_offsets":[1,9],"shape":[1],"dtype":"F64"},"a":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}  """,
            [7, .. BitConverter.GetBytes(1.5)]);
        content.Tensors.Select(tensor => tensor.Name).Should().Equal("a", "b");
        content.Tensors[0].Elements<byte>().ToArray().Should().Equal(7);
        content.Tensors[1].Elements<double>().ToArray().Should().Equal(1.5);
        content.Metadata.Should().BeEmpty();
    }

    [Fact]
    public void A_program_that_rewrites_a_file_with_other_offsets_and_keeps_its_metadata_keeps_it_valid()
    {
        using var json = Header(Write([TensorSource.ByRows<byte>("a", TensorType.U8, new TensorShape(1), new byte[] { 1 }),
            TensorSource.ByRows<byte>("b", TensorType.U8, new TensorShape(2), new byte[] { 2, 3 })], Metadata));
        var metadata = json.RootElement.GetProperty("__metadata__").GetRawText();
        var content = Read(
            $$$"""
            {"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"a":{"dtype":"U8","shape":[1],"data_offsets":[2,3]},"__metadata__":{{{metadata}}}}
            """,
            [2, 3, 1]);
        content.Tensors.Select(tensor => tensor.Name).Should().Equal("b", "a");
        content.Metadata.Should().BeEquivalentTo(Metadata);
    }

    private static IEnumerable<TensorSource> Tensors() =>
    [
        TensorSource.ByRows<byte>("z", TensorType.U8, new TensorShape(3), new byte[] { 1, 2, 3 }),
        TensorSource.ByColumns<double>("m", TensorType.F64, 2, 3, new double[] { 11, 21, 12, 22, 13, 23 }),
        TensorSource.ByRows<float>("scalar", TensorType.F32, new TensorShape(), new[] { 4f }),
        TensorSource.ByRows<ushort>("half", TensorType.BF16, new TensorShape(1, 1), new ushort[] { 9 }),
        TensorSource.ByRows<double>("nothing", TensorType.F64, new TensorShape(0, 7), Array.Empty<double>()),
    ];

    private static JsonDocument Header(byte[] file) => JsonDocument.Parse(file.AsMemory(8, (int)BinaryPrimitives.ReadInt64LittleEndian(file)));

    private static byte[] Write(IEnumerable<TensorSource> tensors, Dictionary<string, string> metadata)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, tensors, metadata);
        return stream.ToArray();
    }

    private static SafetensorsContent Read(string header, byte[] data)
    {
        using var stream = new MemoryStream(FileFuzz.RawFile.Build(Encoding.UTF8.GetBytes(header), data));
        return SafetensorsReader.Read(stream);
    }
}
