using System.Text;
using Spectre.Console;

namespace WhyItFails;

/// <summary>The standard output as a console. What it refuses is told as its own, apart from the files that the program writes.</summary>
/// <param name="output">The console's output.</param>
internal sealed class StandardOutput(IAnsiConsoleOutput output) : IAnsiConsoleOutput
{
    public TextWriter Writer { get; } = new Guarded(output.Writer);

    public bool IsTerminal => output.IsTerminal;

    public int Width => output.Width;

    public int Height => output.Height;

    public void SetEncoding(Encoding encoding) => output.SetEncoding(encoding);

    private sealed class Guarded(TextWriter writer) : TextWriter
    {
        public override Encoding Encoding => writer.Encoding;

        public override void Write(char value) => Try(() => writer.Write(value));

        public override void Write(char[] buffer, int index, int count) => Try(() => writer.Write(buffer, index, count));

        public override void Write(string? value) => Try(() => writer.Write(value));

        public override void Flush() => Try(writer.Flush);

        private static void Try(Action write)
        {
            try
            {
                write();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                throw new StandardOutputException(exception);
            }
        }
    }
}
