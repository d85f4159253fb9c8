namespace Optimizers.Diagnostics.Monitoring;

/// <summary>The last steps, all of them: a ring.</summary>
/// <param name="capacity">How many.</param>
internal sealed class RecentSteps(int capacity)
{
    private readonly StepRecord[] _ring = new StepRecord[capacity];
    private int _next;
    private int _count;

    /// <summary>Adds a step; the oldest one goes when there is no room.</summary>
    public void Add(in StepRecord step)
    {
        _ring[_next] = step;
        _next = _next + 1 == _ring.Length ? 0 : _next + 1;
        _count = Math.Min(_count + 1, _ring.Length);
    }

    /// <summary>A copy, the oldest first.</summary>
    public StepRecord[] ToArray() => _count < _ring.Length
        ? [.. _ring.AsSpan(0, _count)]
        : [.. _ring.AsSpan(_next), .. _ring.AsSpan(0, _next)];
}
