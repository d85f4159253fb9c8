using Optimizers.Files;

namespace Optimizers.Tests.Files.Replacement;

/// <summary>A write that fails, wherever it does, leaves the old file as it was and nothing beside it.</summary>
public sealed class FailureTests
{
    private const int Count = 1_000_000;

    public static TheoryData<string, bool> Failing => new()
    {
        { nameof(IFileLayer.Create), false }, { nameof(IFileLayer.Create), true },
        { nameof(INewFile.Flush), false }, { nameof(INewFile.Flush), true },
        { nameof(IFileLayer.Rename), false }, { nameof(IFileLayer.Rename), true },
    };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(1_048_576)]
    [InlineData(3_000_000)]
    public async Task A_disk_that_is_full_at_any_byte(long room)
    {
        await Fails(new FailingLayer { Room = room }, "*not enough space*");
    }

    [Theory]
    [MemberData(nameof(Failing))]
    public async Task An_operation_that_the_system_refuses(string operation, bool asReadOnlyFolder)
    {
        Exception failure = asReadOnlyFolder ? new UnauthorizedAccessException("It is read-only.") : new IOException("It failed.");
        await Fails(new FailingLayer { Failures = { [operation] = failure } }, failure.Message);
    }

    [Fact]
    public void A_temporary_file_that_cannot_be_removed_does_not_hide_why_the_write_failed()
    {
        using var folder = new TemporaryFolder();
        var layer = new FailingLayer { Room = 10, Failures = { ["Delete"] = new IOException("Not this one.") } };
        var write = () => SafetensorsWriter.Write(folder.Path("file"), Numbers.Equal(2, Count), layer: layer);
        write.Should().Throw<IOException>().WithMessage("*not enough space*");
    }

    [Fact]
    public void A_folder_that_may_not_be_listed_can_be_written_to()
    {
        using var folder = new TemporaryFolder();
        var layer = new FailingLayer { Failures = { ["Unwritten"] = new UnauthorizedAccessException("No listing.") } };
        SafetensorsWriter.Write(folder.Path("file"), Numbers.Equal(1, Count), layer: layer);
        folder.Names.Should().Equal("file");
    }

    [Fact]
    public void A_directory_that_cannot_be_flushed_is_told_with_what_was_done()
    {
        using var folder = new TemporaryFolder();
        SafetensorsWriter.Write(folder.Path("file"), Numbers.Equal(1, Count));
        var layer = new FailingLayer { Failures = { ["FlushDirectory"] = new IOException("No flush.") } };
        var write = () => SafetensorsWriter.Write(folder.Path("file"), Numbers.Equal(2, Count), layer: layer);
        write.Should().Throw<IOException>().WithMessage("*was replaced*loss of power*No flush.*");
        Numbers.First(folder.Path("file")).Should().Be(2);
        folder.Names.Should().Equal("file");
    }

    private static async Task Fails(FailingLayer layer, string message)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Path("file");
        SafetensorsWriter.Write(path, Numbers.Equal(1, Count));
        var old = await File.ReadAllBytesAsync(path);

        var write = () => SafetensorsWriter.Write(path, Numbers.Equal(2, Count), layer: layer);
        write.Should().Throw<SystemException>().WithMessage(message);
        var writeLater = () => SafetensorsWriter.WriteAsync(path, Numbers.Equal(2, Count), layer: layer);
        await writeLater.Should().ThrowAsync<SystemException>().WithMessage(message);

        (await File.ReadAllBytesAsync(path)).Should().Equal(old);
        folder.Names.Should().Equal("file");
    }
}
