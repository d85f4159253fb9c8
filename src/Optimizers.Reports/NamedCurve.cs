namespace Optimizers.Reports;

/// <summary>A loss curve that the caller compares with others.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Points">(iteration, loss) by rising iterations.</param>
internal sealed record NamedCurve(string Name, IReadOnlyList<(long Iteration, double Loss)> Points)
{
    /// <summary>The most curves: as many as there are colours that the colour-blind can tell apart.</summary>
    public const int AtMost = 6;

    /// <summary>The last loss; NaN or infinite where the training broke.</summary>
    public double Last => Points[^1].Loss;
}
