using Optimizers.Files;

namespace Optimizers.Tests.Files.Replacement;

public sealed class PowerLossTests
{
    private const int Count = 700_000;
    private static readonly string Path = System.IO.Path.GetFullPath("/state/adam.safetensors");

    public static TheoryData<bool, bool> Ways => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task After_a_loss_of_power_at_any_operation_the_path_has_the_old_file_or_the_new_one_whole(bool hasOld, bool isAsync)
    {
        var disk = new SimulatedDisk();
        var (old, replacement) = (hasOld ? Bytes(1) : null, Bytes(2));
        if (old is not null)
            disk.Place(Path, old);
        await Write(disk, isAsync);

        disk.OperationCount.Should().BeGreaterThan(6, "create, some writes, flush, rename, flush");
        for (var operations = 0; operations <= disk.OperationCount; operations++)
        {
            foreach (var found in disk.AfterPowerLossAt(operations, Path))
                IsSame(found, old, replacement).Should().BeTrue("after {0} operations", operations);
        }

        disk.AfterPowerLossAt(disk.OperationCount, Path).Should().OnlyContain(found => found != null && found.SequenceEqual(replacement),
            "a write that has returned is not lost");
    }

    [Fact]
    public async Task Without_the_flush_of_the_file_this_test_would_fail()
    {
        var disk = new SimulatedDisk { FlushesFiles = false };
        var (old, replacement) = (Bytes(1), Bytes(2));
        disk.Place(Path, old);
        await Write(disk, isAsync: false);
        Enumerable.Range(0, disk.OperationCount + 1).SelectMany(operations => disk.AfterPowerLossAt(operations, Path))
            .Should().Contain(found => !IsSame(found, old, replacement));
    }

    [Fact]
    public async Task Without_the_flush_of_the_directory_the_old_file_could_be_there_again()
    {
        var disk = new SimulatedDisk { FlushesDirectories = false };
        var old = Bytes(1);
        disk.Place(Path, old);
        await Write(disk, isAsync: false);
        disk.AfterPowerLossAt(disk.OperationCount, Path).Should().Contain(found => found!.SequenceEqual(old));
    }

    private static bool IsSame(byte[]? found, byte[]? old, byte[] replacement) =>
        found is null ? old is null : found.AsSpan().SequenceEqual(replacement) || (old is not null && found.AsSpan().SequenceEqual(old));

    private static async Task Write(SimulatedDisk disk, bool isAsync)
    {
        if (isAsync)
            await SafetensorsWriter.WriteAsync(Path, Numbers.Equal(2, Count), layer: disk);
        else
            SafetensorsWriter.Write(Path, Numbers.Equal(2, Count), layer: disk);
    }

    private static byte[] Bytes(int number)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, Numbers.Equal(number, Count));
        return stream.ToArray();
    }
}
