namespace Optimizers.Tests.Files;

/// <summary>Keeps what it is told, at once and on the teller's thread.</summary>
internal sealed class Recorder(Action<long>? then = null) : IProgress<long>
{
    private readonly List<long> _values = [];

    public IReadOnlyList<long> Values => _values;

    public void Report(long value)
    {
        _values.Add(value);
        then?.Invoke(value);
    }
}
