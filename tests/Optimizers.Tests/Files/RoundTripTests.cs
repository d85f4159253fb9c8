using Optimizers.FileFuzz;
using Optimizers.Files;

namespace Optimizers.Tests.Files;

public sealed class RoundTripTests
{
    public static TheoryData<bool, bool> Ways => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Every_type_and_shape_comes_back_bit_for_bit(bool asFile, bool isAsync)
    {
        using var folder = new TemporaryFolder();
        foreach (var type in Enum.GetValues<TensorType>())
        {
            TensorShape[] shapes = [new(8), new(0), new(3, 0, 2), new(4, 1, 6), new(20_000, 8)];
            var single = type.Bits < 8 ? new TensorShape(2, 4) : new TensorShape(); // A number of less than a byte cannot stand alone.
            var tensors = shapes.Prepend(single).Select((shape, i) => Random(type, shape, i)).ToList();
            var metadata = new Dictionary<string, string> { ["type"] = type.ToString(), [""] = "", ["\u0000\"\\"] = "\U0001F600 {}" };
            var content = await Pass(tensors, metadata, asFile ? folder.Path("file") : null, isAsync);

            content.Metadata.Should().BeEquivalentTo(metadata);
            content.Tensors.Should().HaveCount(tensors.Count);
            foreach (var tensor in tensors)
            {
                var read = content.Tensors.Single(each => each.Name == tensor.Name);
                read.Type.Should().Be(type);
                read.Shape.Should().Be(tensor.Shape);
                var bytes = new byte[tensor.Length];
                tensor.CopyTo(0, bytes);
                StoredBytes.Of(read).AsSpan().SequenceEqual(bytes).Should().BeTrue("{0} {1}", type, tensor.Shape);
            }
        }

        folder.Names.Should().BeSubsetOf(["file"]);
    }

    [Fact]
    public async Task Progress_ends_at_the_file_s_length_and_never_falls()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Path("file");
        TensorSource[] tensors = [Random(TensorType.F32, new(1_000_000), 1)];
        var (written, read) = (new Recorder(), new Recorder());
        SafetensorsWriter.Write(path, tensors, progress: written);
        SafetensorsReader.Read(path, read);
        var (writtenLater, readLater) = (new Recorder(), new Recorder());
        await SafetensorsWriter.WriteAsync(path, tensors, progress: writtenLater);
        await SafetensorsReader.ReadAsync(path, readLater);

        var length = new FileInfo(path).Length;
        foreach (var told in new[] { written, read, writtenLater, readLater })
        {
            told.Values.Should().BeInAscendingOrder().And.HaveCountGreaterThan(3);
            told.Values[^1].Should().Be(length);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cancelled_write_leaves_the_old_file_and_nothing_else(bool isAsync)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Path("file");
        SafetensorsWriter.Write(path, [Random(TensorType.U8, new(10), 1)]);
        var old = File.ReadAllBytes(path);
        using var cancellation = new CancellationTokenSource();
        var progress = new Recorder(_ => cancellation.Cancel());
        TensorSource[] tensors = [Random(TensorType.F32, new(1_000_000), 1)];

        Func<Task> write = isAsync
            ? () => SafetensorsWriter.WriteAsync(path, tensors, progress: progress, cancellationToken: cancellation.Token)
            : () => Task.Run(
                () => SafetensorsWriter.Write(path, tensors, progress: progress, cancellationToken: cancellation.Token), CancellationToken.None);
        await write.Should().ThrowAsync<OperationCanceledException>();

        progress.Values.Should().HaveCount(1, "it had begun");
        File.ReadAllBytes(path).Should().Equal(old);
        folder.Names.Should().Equal("file");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_read_is_cancelled_between_two_pieces(bool isAsync)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Path("file");
        SafetensorsWriter.Write(path, [Random(TensorType.F32, new(1_000_000), 1)]);
        using var cancellation = new CancellationTokenSource();
        var progress = new Recorder(bytes => { if (bytes > 200_000) cancellation.Cancel(); });

        Func<Task> read = isAsync
            ? () => SafetensorsReader.ReadAsync(path, progress, cancellation.Token)
            : () => Task.Run(() => SafetensorsReader.Read(path, progress, cancellation.Token), CancellationToken.None);
        await read.Should().ThrowAsync<OperationCanceledException>();
        progress.Values[^1].Should().BeInRange(200_000, 300_000);
    }

    private static async Task<SafetensorsContent> Pass(List<TensorSource> tensors, Dictionary<string, string> metadata, string? path, bool isAsync)
    {
        if (path is not null && isAsync)
        {
            await SafetensorsWriter.WriteAsync(path, tensors, metadata);
            return await SafetensorsReader.ReadAsync(path);
        }

        if (path is not null)
        {
            SafetensorsWriter.Write(path, tensors, metadata);
            return SafetensorsReader.Read(path);
        }

        using var stream = new WriteOnlyStream();
        if (!isAsync)
        {
            SafetensorsWriter.Write(stream, tensors, metadata);
            return SafetensorsReader.Read(new OneWayStream(stream.ToArray(), largestPiece: 70_001));
        }

        await SafetensorsWriter.WriteAsync(stream, tensors, metadata);
        return await SafetensorsReader.ReadAsync(new OneWayStream(stream.ToArray(), largestPiece: 70_001));
    }

    private static TensorSource Random(TensorType type, TensorShape shape, int seed)
    {
        var bytes = new byte[shape.Bytes(type)!.Value];
        new Random(seed).NextBytes(bytes);
        var array = type.NewArray(bytes.Length);
        Buffer.BlockCopy(bytes, 0, array.GetType() == typeof(Half[]) ? bytes : array, 0, bytes.Length);
        if (array is Half[] halves)
            System.Runtime.InteropServices.MemoryMarshal.Cast<byte, Half>(bytes).CopyTo(halves);
        return StoredBytes.Source(new StoredTensor($"{type} {shape}", type, shape, array));
    }
}
