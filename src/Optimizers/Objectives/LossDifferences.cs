namespace Optimizers.Curvature;

/// <summary>Differences of losses around a point, coordinate by coordinate, and the largest of the losses.</summary>
/// <param name="objective">L.</param>
/// <param name="precision">How exact L is there.</param>
internal sealed class LossDifferences(Objective objective, LossPrecision precision)
{
    /// <summary>The largest |L| so far: the rounding of a difference is that of its largest loss.</summary>
    public double LargestLoss { get; private set; }

    /// <summary>(L(θ + keᵢ) − L(θ − keᵢ))/2k at a point, which is left as it was.</summary>
    public double SlopeOf(double[] point, int index, double k)
    {
        var origin = point[index];
        var right = point[index] = precision.Representable(origin + k);
        var ahead = Probe(point);
        var left = point[index] = precision.Representable(origin - k);
        var behind = Probe(point);
        point[index] = origin;
        return (ahead - behind) / (right - left);
    }

    /// <summary>(L(θ + keᵢ) − 2L(θ) + L(θ − keᵢ))/k², for the two distances that were really taken.</summary>
    public double Bend(double[] point, int index, double k, double loss)
    {
        var origin = point[index];
        var right = (point[index] = precision.Representable(origin + k)) - origin;
        var ahead = (Probe(point) - loss) / right;
        var left = (point[index] = precision.Representable(origin - k)) - origin;
        var behind = (Probe(point) - loss) / left;
        point[index] = origin;
        return 2 * (ahead - behind) / (right - left);
    }

    /// <summary>L at a point, whose magnitude is kept if it is the largest: the rounding of a difference is that of its largest loss.</summary>
    private double Probe(double[] point)
    {
        var loss = objective.LossOrNotFinite(point);
        LargestLoss = Math.Max(LargestLoss, Math.Abs(loss));
        return loss;
    }

    /// <summary>The mixed second difference along two coordinates, for the distances that were really taken.</summary>
    public double Mixed(double[] point, int outer, double k, int inner, double l)
    {
        var origin = point[outer];
        var right = point[outer] = precision.Representable(origin + k);
        var ahead = SlopeOf(point, inner, l);
        var left = point[outer] = precision.Representable(origin - k);
        var behind = SlopeOf(point, inner, l);
        point[outer] = origin;
        return (ahead - behind) / (right - left);
    }
}
