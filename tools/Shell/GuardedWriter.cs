using System.Text;

namespace Optimizers.Shell;

/// <summary>The standard output: what it refuses is told as its own, apart from the files that a program writes.</summary>
/// <param name="writer">The output.</param>
internal sealed class GuardedWriter(TextWriter writer) : TextWriter
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
