namespace Optimizers.Diagnostics.Logs;

/// <summary>A file that takes the rows of a log.</summary>
internal abstract class LogSink : IDisposable
{
    /// <summary>The name of the step's number.</summary>
    public const string Step = "step";

    /// <summary>Writes a row, whole, and hands it to the operating system.</summary>
    public abstract void Write(long step, ReadOnlySpan<(string Name, double Value)> values);

    public abstract void Dispose();

    /// <summary>Opens a file of lines at its end. A last line that was cut off is taken away.</summary>
    protected static FileStream OpenLines(string path)
    {
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        var end = stream.Length;
        for (; end > 0; end--)
        {
            stream.Position = end - 1;
            if (stream.ReadByte() == '\n')
                break;
        }

        stream.SetLength(end);
        stream.Position = end;
        return stream;
    }
}
