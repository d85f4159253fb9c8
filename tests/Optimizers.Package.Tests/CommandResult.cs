namespace Optimizers.Package.Tests;

/// <summary>How a program ended and what it printed.</summary>
internal sealed record CommandResult(string CommandLine, int ExitCode, string Output)
{
    /// <summary>The output of a run that must have succeeded.</summary>
    /// <exception cref="InvalidOperationException">It has not.</exception>
    public string Succeeded() =>
        ExitCode == 0 ? Output : throw new InvalidOperationException($"{CommandLine} ended with {ExitCode}:\n{Output}");
}
