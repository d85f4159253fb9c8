namespace Optimizers.Package.Tests;

/// <summary>The tool, as its users install and call it.</summary>
[Collection(PackageTestGroup.Name)]
public sealed class ToolPackageTests(PackedLibrary library)
{
    [Fact]
    public void Is_installed_from_its_package_and_diagnoses_a_log_and_writes_a_page()
    {
        var folder = Directory.CreateDirectory(Path.Combine(library.Folder, "tool")).FullName;
        Command.DotNet(folder, new Dictionary<string, string>(),
            "tool", "install", "Optimizers.Tool", "--tool-path", folder, "--version", library.Version).Succeeded();
        var log = Path.Combine(folder, "train.csv");
        File.WriteAllLines(log, Enumerable.Range(0, 40).Select(i => $"{i},{(i < 30 ? "2.5" : "nan")}").Prepend("epoch,loss"));
        var page = Path.Combine(folder, "why.html");

        var answer = Command.Run(Path.Combine(folder, "why"), folder, Host(), log, "--html", page);

        answer.ExitCode.Should().Be(1, answer.Output);
        answer.Output.Should().Contain("the computation leaves the finite numbers (a fact, 98 %)").And.Contain("epoch 30");
        File.ReadAllText(page).Should().Contain("<svg");
        Command.Run(Path.Combine(folder, "why"), folder, Host(), "no-such-file").ExitCode.Should().Be(2);
    }

    // The command looks for the runtime where the machine has it, or where it is told.
    private static Dictionary<string, string> Host() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host
        ? new() { ["DOTNET_ROOT"] = Path.GetDirectoryName(host)! } : [];
}
