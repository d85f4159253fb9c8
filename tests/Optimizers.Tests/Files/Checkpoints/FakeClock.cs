namespace Optimizers.Tests.Files.Checkpoints;

/// <summary>A clock that goes when it is told to.</summary>
internal sealed class FakeClock : TimeProvider
{
    private long _time = 1000;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _time;

    public void Advance(TimeSpan time) => _time += time.Ticks;
}
