namespace Optimizers.Diagnostics;

/// <summary>Targets y = sy′ + m of one number and a squared loss: W = sW′ and b = sb′ + m of the last layer, and L′ = L/s².</summary>
internal sealed class TargetStandardization : Standardization
{
    private readonly Place _weights;
    private readonly Place _bias;
    private readonly double _mean;
    private readonly double _scale;

    private TargetStandardization(Place weights, Place bias, double mean, double scale) =>
        (_weights, _bias, _mean, _scale) = (weights, bias, mean, scale);

    /// <summary>The change; null where the last parameters are no weights of one output with its bias.</summary>
    /// <param name="parts">The parameters in the order of a step.</param>
    /// <param name="targets">The targets.</param>
    public static TargetStandardization? Of(IReadOnlyList<(string Name, int Rows, int Columns)> parts, TargetScaleReport targets)
    {
        var all = Places(parts);
        return all.Count >= 2 && all[^1].Length == 1 && all[^2].IsVector && targets.Deviation > 0
            ? new(all[^2], all[^1], targets.Mean, targets.Deviation) : null;
    }

    public override void PullBack(double[] gradient)
    {
        for (var i = 0; i < gradient.Length; i++)
            gradient[i] /= _scale * _scale;
        for (var i = 0; i < _weights.Length; i++)
            gradient[_weights.Start + i] *= _scale;
        gradient[_bias.Start] *= _scale;
    }

    protected override void Change(double[] theta)
    {
        for (var i = 0; i < _weights.Length; i++)
            theta[_weights.Start + i] *= _scale;
        theta[_bias.Start] = (_scale * theta[_bias.Start]) + _mean;
    }
}
