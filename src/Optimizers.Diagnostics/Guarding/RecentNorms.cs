namespace Optimizers.Diagnostics;

/// <summary>The last 256 gradient norms.</summary>
internal sealed class RecentNorms
{
    private readonly double[] _norms = new double[256];
    private int _count;
    private int _next;

    public void Add(double norm)
    {
        _norms[_next] = norm;
        _next = (_next + 1) % _norms.Length;
        _count = Math.Min(_count + 1, _norms.Length);
    }

    public void CopyFrom(RecentNorms other)
    {
        other._norms.CopyTo(_norms, 0);
        (_count, _next) = (other._count, other._next);
    }

    /// <summary>The smallest norm that at least this share of the norms does not exceed; NaN without norms.</summary>
    public double Quantile(double share)
    {
        if (_count == 0)
            return double.NaN;
        var sorted = _norms.AsSpan(0, _count).ToArray();
        Array.Sort(sorted);
        return sorted[Math.Max(0, (int)Math.Ceiling(share * _count) - 1)];
    }
}
