using System.Buffers.Binary;
using System.Text;
using Optimizers.FileFuzz;
using Optimizers.Files;

namespace Optimizers.Tests.Files;

/// <summary>Files that break a rule: the message says which and where, and it does not matter how the bytes come.</summary>
public sealed class RefusalTests
{
    private const string Entry = "{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}";

    public static TheoryData<string, int, string> Headers => new()
    {
        { """ {"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, "*does not begin with '{'*byte 8*" },
        { """[{"dtype":"U8","shape":[1],"data_offsets":[0,1]}]""", 1, "*does not begin with '{'*" },
        { """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}""", 1, "*not JSON*" },
        { """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}},""", 1, "*only spaces*byte 61*" },
        { "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}} \n", 1, "*only spaces*byte 62*" },
        { """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},}""", 1, "*not JSON*" },
        { """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\u0061":{}}""", 1, "*name 'a' occurs twice*" },
        { """{"__metadata__":{},"__metadata__":{}}""", 0, "*'__metadata__' occurs twice*" },
        { """{"__metadata__":{"k":"1","k":"2"}}""", 0, "*key 'k' twice*" },
        { """{"__metadata__":{"k":1}}""", 0, "*a value of the metadata*Number*String*" },
        { """{"__metadata__":{"k":{"deep":{"er":{}}}}}""", 0, "*StartObject*" },
        { """{"__metadata__":[]}""", 0, "*metadata*StartArray*" },
        { """{"__metadata__":{"k":"\ud800"}}""", 0, "*not JSON*" },
        { """{"a":7}""", 0, "*a tensor*Number*StartObject*" },
        { """{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, "*'a'*'dtype' twice*" },
        { """{"a":{"dtype":"U8","shape":[1]}}""", 1, "*'a' lacks a field*" },
        { """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"strides":[1]}}""", 1, "*'a'*'strides'*does not know*" },
        { """{"a":{"dtype":"F128","shape":[1],"data_offsets":[0,16]}}""", 16, "*'a'*type 'F128'*" },
        { """{"a":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}""", 4, "*type 'f32'*" },
        { """{"a":{"dtype":8,"shape":[1],"data_offsets":[0,1]}}""", 1, "*dtype*Number*" },
        { """{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}""", 1, "*'shape'*'a'*whole number*" },
        { """{"a":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}}""", 1, "*whole number*" },
        { """{"a":{"dtype":"U8","shape":[1e0],"data_offsets":[0,1]}}""", 1, "*whole number*" },
        { """{"a":{"dtype":"U8","shape":["1"],"data_offsets":[0,1]}}""", 1, "*whole number*" },
        { """{"a":{"dtype":"U8","shape":[[1]],"data_offsets":[0,1]}}""", 1, "*not JSON*depth*" },
        { """{"a":{"dtype":"U8","shape":1,"data_offsets":[0,1]}}""", 1, "*shape*Number*StartArray*" },
        { """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}""", 1, "*more than 2 numbers*" },
        { """{"a":{"dtype":"U8","shape":[1],"data_offsets":[1]}}""", 1, "*not two numbers*" },
        { """{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}}""", 1, "*the first no greater*" },
        { """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,18446744073709551615]}}""", 1, "*2^63*" },
        { """{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,4]}}""", 4, "*'a'*F64*takes 8 bytes*span 4*" },
        { """{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}""", 2, "*'a'*no whole number of bytes*" },
        { """{"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "*'a'*no whole number of bytes*" },
        { """{"a":{"dtype":"U8","shape":[9223372036854775807,9223372036854775807,2],"data_offsets":[0,2]}}""", 2, "*no whole number*" },
        { """{"a":{"dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,0]}}""", 0, "*no whole number of bytes*" },
        { $$$"""{"a":{{{Entry}}},"b":{{{Entry}}}}""", 1, "*'b' begin at 0*end at 1*overlap*" },
        { $$$"""{"a":{{{Entry}}},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}""", 3, "*'b' begin at 2*end at 1*hole*" },
        { """{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "*'a' begin at 1*end at 0*hole*" },
        { $$"""{"a":{{Entry}}}""", 2, "*" },
        { $$"""{"a":{{Entry}}}""", 0, "*" },
        { $$$"""{"__metadata__":{"xxh3":"0000000000000000"},"a":{{{Entry}}}}""", 1, "*header is not the one that was written*" },
        { $$$"""{"__metadata__":{"xxh3.a":"0000000000000000"},"a":{{{Entry}}}}""", 1, "*header is not the one*" },
        { $$$"""{"__metadata__":{"xxh3":"12"},"a":{{{Entry}}}}""", 1, "*'xxh3'*16 hexadecimal digits*'12'*" },
    };

    public static TheoryData<long> ImpossibleLengths => [0, 1, 100_000_001, 1L << 32, long.MaxValue, -1, long.MinValue];

    [Theory]
    [MemberData(nameof(Headers))]
    public async Task A_header_that_breaks_a_rule_is_refused(string header, int data, string message) =>
        await Refused(RawFile.Build(Encoding.UTF8.GetBytes(header), new byte[data]), message);

    [Theory]
    [MemberData(nameof(ImpossibleLengths))]
    public async Task A_header_of_impossible_length_is_refused(long length)
    {
        var file = RawFile.Build("{}  ");
        BinaryPrimitives.WriteInt64LittleEndian(file, length);
        await Refused(file, $"*header of {(ulong)length} bytes*");
    }

    [Fact]
    public async Task A_header_of_any_depth_or_breadth_is_refused_at_its_first_excess()
    {
        await Refused(RawFile.Build("{\"a\":" + new string('[', 1_000_000)), "*StartArray*");
        await Refused(RawFile.Build("{\"a\":{\"dtype\":" + string.Concat(Enumerable.Repeat("{\"a\":", 100_000))), "*StartObject*");
        await Refused(RawFile.Build("{\"a\":{\"shape\":[" + string.Concat(Enumerable.Repeat("1,", 100_000))), "*more than 64 numbers*");
    }

    [Fact]
    public async Task Text_that_is_not_UTF_8_is_refused()
    {
        var file = RawFile.Build("""{"__metadata__":{"k":"???"}}""");
        file[^4] = 0xC3;
        await Refused(file, "*not JSON*");
    }

    [Fact]
    public async Task A_file_that_ends_too_soon_says_within_what()
    {
        var file = RawFile.Build($$"""{"first":{{Entry}}}""", 5);
        await Refused([], "*0 bytes*");
        await Refused(file[..7], "*7 bytes*");
        await Refused(file[..30], "*header*");
        await Refused(file[..^1], "*");
        var read = () => SafetensorsReader.Read(new OneWayStream(file[..^1]));
        read.Should().Throw<InvalidDataException>().WithMessage("*within the tensor 'first', of whose 1 bytes 1 are missing*");
    }

    [Fact]
    public async Task A_name_cannot_change_the_lines_of_a_message_or_fill_a_log()
    {
        var name = new string('x', 100_000);
        await Refused(RawFile.Build($$$"""{"\n\u001b[31m{{{name}}}":{}}"""), "*lacks a field*");
        var read = () => SafetensorsReader.Read(new MemoryStream(RawFile.Build($$$"""{"\n\u001b[31m{{{name}}}":{}}""")));
        var message = read.Should().Throw<InvalidDataException>().Which.Message;
        message.Length.Should().BeLessThan(400);
        message.Should().NotContainAny("\n", "\u001b");
    }

    [Fact]
    public void A_tensor_with_more_elements_than_an_array_can_have_is_refused_before_anything_is_taken()
    {
        var file = RawFile.Build("""{"a":{"dtype":"U8","shape":[3000000000],"data_offsets":[0,3000000000]}}""");
        var read = () => SafetensorsReader.Read(new OneWayStream(file));
        read.Should().Throw<InvalidDataException>().WithMessage("*'a'*[3000000000]*more elements than an array*");
    }

    [Fact]
    public void What_a_file_could_not_give_back_is_not_written()
    {
        var one = Byte("a");
        Write([one, one]).Should().Throw<ArgumentException>().WithMessage("*'a'*two tensors*");
        Write([Byte("__metadata__")]).Should().Throw<ArgumentException>().WithMessage("*'__metadata__'*");
        Write([Byte("\ud800")]).Should().Throw<ArgumentException>().WithMessage("*surrogate*");
        Write([one], ("xxh3.a", "")).Should().Throw<ArgumentException>().WithMessage("*'xxh3.a'*kept*");
        Write([one], ("k", "\udc00")).Should().Throw<ArgumentException>().WithMessage("*surrogate*");
        Write([one], ("k", new string('x', SafetensorsHeader.MaxLength))).Should().Throw<ArgumentException>().WithMessage("*header*100000000*");
    }

    [Fact]
    public void A_tensor_that_changes_while_it_is_written_makes_no_file()
    {
        using var folder = new TemporaryFolder();
        var elements = new double[500_000];
        var tensor = TensorSource.ByRows<double>("w", TensorType.F64, new TensorShape(500_000), elements);
        var write = () => SafetensorsWriter.Write(folder.Path("file"), [tensor], progress: new Recorder(_ => elements[^1]++));
        write.Should().Throw<InvalidOperationException>().WithMessage("*'w'*changed*");
        folder.Names.Should().BeEmpty();
    }

    private static TensorSource Byte(string name) => TensorSource.ByRows<byte>(name, TensorType.U8, new TensorShape(), new byte[1]);

    private static Action Write(TensorSource[] tensors, params (string Key, string Value)[] metadata) =>
        () => SafetensorsWriter.Write(Stream.Null, tensors, metadata.ToDictionary(pair => pair.Key, pair => pair.Value));

    private static async Task Refused(byte[] file, string message)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Path("file");
        await File.WriteAllBytesAsync(path, file);
        Action[] ways =
        [
            () => SafetensorsReader.Read(path),
            () => SafetensorsReader.Read(new MemoryStream(file)),
            () => SafetensorsReader.Read(new OneWayStream(file, largestPiece: 13)),
        ];
        foreach (var way in ways)
            way.Should().Throw<InvalidDataException>().WithMessage(file.Length < 40 && way == ways[2] ? "*" : message);
        var later = () => SafetensorsReader.ReadAsync(path);
        (await later.Should().ThrowAsync<InvalidDataException>().WithMessage(message)).Which.Message.Should().StartWith(path);
    }
}
