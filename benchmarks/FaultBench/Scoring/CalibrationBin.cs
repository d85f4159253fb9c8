namespace Optimizers.FaultBench;

/// <summary>Cases of similar confidence.</summary>
/// <param name="Lowest">The lowest confidence among them.</param>
/// <param name="Highest">The highest.</param>
/// <param name="Said">The mean confidence.</param>
/// <param name="Right">How often it was right.</param>
internal sealed record CalibrationBin(double Lowest, double Highest, double Said, WilsonInterval Right);
