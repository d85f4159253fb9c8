using System.Diagnostics;
using Optimizers.Files;

namespace Optimizers.Tests.Files.Replacement;

/// <summary>The system's own files.</summary>
public sealed class DiskTests
{
    [Fact]
    public void A_link_stays_a_link_and_the_file_it_leads_to_is_replaced()
    {
        using var folder = new TemporaryFolder();
        SafetensorsWriter.Write(folder.Path("file"), Numbers.Equal(1, 10));
        File.CreateSymbolicLink(folder.Path("inner"), "file");
        File.CreateSymbolicLink(folder.Path("latest"), "inner");
        SafetensorsWriter.Write(folder.Path("latest"), Numbers.Equal(2, 10));
        new FileInfo(folder.Path("latest")).LinkTarget.Should().Be("inner");
        Numbers.First(folder.Path("file")).Should().Be(2);
    }

    [Fact]
    public void The_rights_of_the_old_file_are_those_of_the_new_one()
    {
        if (OperatingSystem.IsWindows())
            return; // It has other rights, which a new file takes from its folder.
        using var folder = new TemporaryFolder();
        const UnixFileMode Rights = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        SafetensorsWriter.Write(folder.Path("file"), Numbers.Equal(1, 10));
        File.SetUnixFileMode(folder.Path("file"), Rights);
        SafetensorsWriter.Write(folder.Path("file"), Numbers.Equal(2, 10));
        File.GetUnixFileMode(folder.Path("file")).Should().Be(Rights);
    }

    [Fact]
    public void A_device_is_not_replaced_by_a_file()
    {
        if (!Directory.Exists("/dev"))
            return; // There are no devices with a path.
        const string Device = "/dev/none-of-this-name";
        FluentActions.Invoking(() => SafetensorsWriter.Write(Device, Numbers.Equal(1, 10)))
            .Should().Throw<IOException>().WithMessage($"'{Device}' is a device*Write to a file.");
        File.Exists(Device).Should().BeFalse();
    }

    [Fact]
    public void What_killed_processes_left_is_removed_after_an_hour_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        string[] names =
            [".file.0123456789abcdef.tmp", ".file.fedcba9876543210.tmp", ".other.0123456789abcdef.tmp", ".file.x.0123456789abcdef.tmp", "file.tmp"];
        foreach (var name in names)
        {
            File.WriteAllText(folder.Path(name), "");
            File.SetLastWriteTimeUtc(folder.Path(name), DateTime.UtcNow.AddMinutes(name == names[1] ? -50 : -70));
        }

        SafetensorsWriter.Write(folder.Path("file"), Numbers.Equal(1, 10));
        folder.Names.Should().BeEquivalentTo(names.Skip(1).Append("file"));
    }

    [Fact]
    public void A_path_that_can_be_no_file_is_refused_and_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Path("folder"));
        Write(folder.Path("folder")).Should().Throw<SystemException>();
        Write(folder.Path("folder") + Path.DirectorySeparatorChar).Should().Throw<ArgumentException>().WithMessage("*directory*");
        Write(folder.Path("missing/file")).Should().Throw<DirectoryNotFoundException>();
        Write("").Should().Throw<ArgumentException>();
        folder.Names.Should().Equal("folder");
    }

    [Fact]
    public void A_directory_that_is_not_there_cannot_be_flushed()
    {
        if (OperatingSystem.IsWindows())
            return; // Nothing is flushed there.
        using var folder = new TemporaryFolder();
        var flush = () => DiskFileLayer.Instance.FlushDirectory(folder.Path("missing"));
        flush.Should().Throw<IOException>().WithMessage("*missing*No such file*");
    }

    [SkippableFact]
    public async Task A_file_system_that_is_really_full_leaves_the_old_file_and_nothing_beside_it()
    {
        using var folder = new TemporaryFolder();
        var mount = folder.Path("small");
        Directory.CreateDirectory(mount);
        var isMounted = OperatingSystem.IsLinux() && await Run("mount", "-t", "tmpfs", "-o", "size=4m", "none", mount);
        Skip.IfNot(isMounted, "This user cannot mount a file system.");
        try
        {
            var path = Path.Combine(mount, "file");
            SafetensorsWriter.Write(path, Numbers.Equal(1, 500_000));
            var write = () => SafetensorsWriter.Write(path, Numbers.Equal(2, 800_000));
            write.Should().Throw<IOException>();
            var writeLater = () => SafetensorsWriter.WriteAsync(path, Numbers.Equal(2, 800_000));
            await writeLater.Should().ThrowAsync<IOException>();
            Numbers.First(path).Should().Be(1);
            Directory.EnumerateFileSystemEntries(mount).Should().Equal(path);
        }
        finally
        {
            (await Run("umount", mount)).Should().BeTrue();
        }
    }

    private static Action Write(string path) => () => SafetensorsWriter.Write(path, Numbers.Equal(1, 10));

    private static async Task<bool> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
