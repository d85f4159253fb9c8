using Optimizers.Diagnostics.Logs;

namespace Optimizers.Diagnostics;

/// <summary>
/// Writes the curves of a training while it runs: as a table, as a JSON object a line, or for TensorBoard.
/// <c>log.Write(optimizer.Iteration, ("loss", loss), ("lr", rate))</c>. <see cref="TrainingLog"/> reads all three, and other programs do.
/// </summary>
/// <remarks>
/// What is written is handed to the operating system at once, so that a killed process loses nothing. A file that is there is continued: a line that
/// a kill has cut is taken away first. A run that goes on from an earlier step writes these steps again; who reads takes the later ones. Numbers are
/// written so that they come back as they were, in any culture; TensorBoard keeps singles. Used by one thread at a time.
/// </remarks>
public sealed class TrainingLogWriter : IDisposable
{
    private readonly LogSink _sink;
    private bool _isDisposed;

    private TrainingLogWriter(LogSink sink) => _sink = sink;

    /// <summary>A table: the columns are <c>step</c> and those of the first row; a later row may leave some out.</summary>
    /// <param name="path">The file. One that is there is continued, with its columns.</param>
    /// <exception cref="InvalidDataException">The file that is there has no column <c>step</c> at the beginning.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static TrainingLogWriter Csv(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(new CsvSink(path));
    }

    /// <summary>
    /// A JSON object a line, with <c>step</c> and any names. What is not finite is written as Python writes it: NaN, Infinity, -Infinity.
    /// </summary>
    /// <param name="path">The file. One that is there is continued.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static TrainingLogWriter JsonLines(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(new JsonLinesSink(path));
    }

    /// <summary>An event file of TensorBoard, with a curve a name.</summary>
    /// <param name="folder">The folder of the run, which is made if there is none. Each writer makes a new file in it.</param>
    /// <param name="time">What tells the time of an event; null for the system's.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static TrainingLogWriter TensorBoard(string folder, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new(new EventSink(folder, time ?? TimeProvider.System));
    }

    /// <summary>Writes a row.</summary>
    /// <param name="step">The number of the step: that of steps so far, or of the epoch; at least 0.</param>
    /// <param name="values">
    /// Names with their values. The diagnosis knows <c>loss</c>, <c>val_loss</c>, <c>lr</c>, <c>grad_norm</c> and the names of other frameworks.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The step is below 0.</exception>
    /// <exception cref="ArgumentException">
    /// There are no values, a name is empty, twice there or <c>step</c>, or the table has no such column. Nothing was written.
    /// </exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The log is closed.</exception>
    public void Write(long step, params ReadOnlySpan<(string Name, double Value)> values)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        if (values.IsEmpty)
            throw new ArgumentException("There are no values; name at least one.", nameof(values));
        for (var i = 0; i < values.Length; i++)
        {
            var name = values[i].Name;
            if (string.IsNullOrWhiteSpace(name) || name == LogSink.Step)
            {
                throw new ArgumentException(
                    $"values[{i}] is named \"{name}\"; a name is not empty, and \"{LogSink.Step}\" is taken.", nameof(values));
            }


            foreach (var (earlier, _) in values[..i])
            {
                if (earlier == name)
                    throw new ArgumentException($"\"{name}\" is there twice; a row has one value a name.", nameof(values));
            }
        }

        _sink.Write(step, values);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _sink.Dispose();
    }
}
