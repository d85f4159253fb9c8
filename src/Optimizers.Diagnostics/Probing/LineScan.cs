namespace Optimizers.Diagnostics;

/// <summary>The loss along one line θ + t·d.</summary>
/// <param name="Direction">What d is: "the last update", "the last update, once more", "−g".</param>
/// <param name="Length">‖d‖₂: how far t = 1 goes.</param>
/// <param name="Points">(t, loss) by rising t; t = 0 and t = 1 are among them. A loss that is not finite is ∞.</param>
public sealed record LineScan(string Direction, double Length, IReadOnlyList<(double T, double Loss)> Points)
{
    /// <summary>The loss at t = 0.</summary>
    public double LossAtZero => At(0);

    /// <summary>The loss at t = 1.</summary>
    public double LossAtOne => At(1);

    /// <summary>The point of the lowest loss.</summary>
    public (double T, double Loss) Best => Points.MinBy(point => point.Loss);

    /// <summary>The loss at a t of the scan; NaN at another.</summary>
    public double At(double t)
    {
        foreach (var point in Points)
        {
            if (point.T == t)
                return point.Loss;
        }

        return double.NaN;
    }
}
