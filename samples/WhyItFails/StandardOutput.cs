using System.Text;
using Optimizers.Shell;
using Spectre.Console;

namespace WhyItFails;

/// <summary>The standard output as a console. What it refuses is told as its own, apart from the files that the program writes.</summary>
/// <param name="output">The console's output.</param>
internal sealed class StandardOutput(IAnsiConsoleOutput output) : IAnsiConsoleOutput
{
    public TextWriter Writer { get; } = new GuardedWriter(output.Writer);

    public bool IsTerminal => output.IsTerminal;

    public int Width => output.Width;

    public int Height => output.Height;

    public void SetEncoding(Encoding encoding) => output.SetEncoding(encoding);
}
