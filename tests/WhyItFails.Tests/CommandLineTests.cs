using System.Diagnostics;

namespace WhyItFails.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--sed 3", "'--sed'")]
    [InlineData("--seed abc", "--seed must be a whole number from 0 to 2147483647, not 'abc'")]
    [InlineData("--seed -1", "not '-1'")]
    [InlineData("--seed 2147483648", "not '2147483648'")]
    [InlineData("--seed 1 --seed 2", "'--seed'")]
    [InlineData("--seed", "'--seed'")]
    [InlineData("--out WhyItFails.dll", "'WhyItFails.dll' is a file")]
    [InlineData("--out", "'--out'")]
    [InlineData("train", "'train'")]
    public async Task A_wrong_command_line_is_one_line_and_exit_code_2(string arguments, string inTheLine)
    {
        var (exitCode, output, error) = await Run(arguments);

        exitCode.Should().Be(2);
        output.Should().BeEmpty();
        error.Should().EndWith("\n").And.Contain(inTheLine);
        error.TrimEnd().Should().NotContain("\n");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_names_every_option(string argument)
    {
        var (exitCode, output, error) = await Run(argument);

        exitCode.Should().Be(0);
        error.Should().BeEmpty();
        output.Should().Contain("--seed <number>").And.Contain("--out <folder>").And.Contain("--help").And.Contain("[default: 0]");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_one_line_and_exit_code_1()
    {
        var (exitCode, output, error) = await Run("--out WhyItFails.dll/pictures");

        exitCode.Should().Be(1);
        output.Should().BeEmpty();
        error.Should().Contain("WhyItFails.dll/pictures");
        error.TrimEnd().Should().NotContain("\n");
    }

    [Theory]
    [InlineData("--out never-made", "> /dev/full")]
    [InlineData("--help", "> /dev/full")]
    [InlineData("--out never-made", ">&-")]
    public async Task A_full_or_closed_standard_output_is_told_as_that_and_not_blamed_on_the_folder(string arguments, string redirection)
    {
        if (!File.Exists("/dev/full"))
            return;
        var (exitCode, output, error) = await Run(arguments, redirection);

        exitCode.Should().Be(1);
        output.Should().BeEmpty();
        error.Should().StartWith("The standard output cannot be written to: ").And.NotContain("never-made");
        error.TrimEnd().Should().NotContain("\n");
    }

    private static Task<(int ExitCode, string Output, string Error)> Run(string arguments, string redirection) =>
        Start("/bin/sh", $"-c \"exec dotnet WhyItFails.dll {arguments} {redirection}\"");

    private static Task<(int ExitCode, string Output, string Error)> Run(string arguments) => Start("dotnet", $"WhyItFails.dll {arguments}");

    private static async Task<(int ExitCode, string Output, string Error)> Start(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
