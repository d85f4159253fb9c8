using System.Buffers;
using System.Globalization;

namespace Optimizers.Diagnostics.Logs;

/// <summary>
/// An event file of TensorBoard (its event.proto and summary.proto): the version, that a session starts, and an event a row with a scalar a name.
/// </summary>
internal sealed class EventSink : LogSink
{
    private const string Version = "brain.Event:2";

    private readonly FileStream _stream;
    private readonly TimeProvider _time;
    private bool _hasBegun;

    public EventSink(string folder, TimeProvider time)
    {
        _time = time;
        Directory.CreateDirectory(folder);
        _stream = NewFile(folder, time.GetUtcNow().ToUnixTimeSeconds());
        Write(Event(message => message.Text(3, Version)));
    }

    public override void Write(long step, ReadOnlySpan<(string Name, double Value)> values)
    {
        // A session that starts replaces what an earlier file of the run has from its step on.
        if (!_hasBegun)
            Write(Event(message => message.Varint(2, step).Message(7, new ProtoMessage().Varint(1, EventScalars.SessionStarts))));
        _hasBegun = true;
        var summary = new ProtoMessage();
        foreach (var (name, value) in values)
            summary.Message(1, new ProtoMessage().Text(1, name).Single(2, (float)value));
        Write(Event(message => message.Varint(2, step).Message(5, summary)));
    }

    public override void Dispose() => _stream.Dispose();

    // TensorBoard takes files whose names hold "tfevents", in the order of their names, which begin with seconds.
    private static FileStream NewFile(string folder, long seconds)
    {
        for (; ; seconds++)
        {
            try
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{seconds:D10}.{Environment.ProcessId}");
                return new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
            }
            catch (IOException) when (Directory.EnumerateFiles(folder, $"*.{seconds:D10}.*").Any())
            {
            }
        }
    }

    private ReadOnlySpan<byte> Event(Action<ProtoMessage> fill)
    {
        var message = new ProtoMessage().Double(1, (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
        fill(message);
        return message.Bytes;
    }

    private void Write(ReadOnlySpan<byte> record)
    {
        var frame = new ArrayBufferWriter<byte>(record.Length + 16);
        EventRecords.Write(record, frame);
        _stream.Write(frame.WrittenSpan);
    }
}
