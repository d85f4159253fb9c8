namespace Optimizers.Diagnostics;

/// <summary>
/// Inputs x = Dx′ + m: Wx + b = W′x′ + b′ with W = W′D⁻¹ and b = b′ − Wm of the first layer, so that ∂L/∂W′ = (∂L/∂W − ∂L/∂b·mᵀ)D⁻¹ and
/// ∂L/∂b′ = ∂L/∂b.
/// </summary>
internal sealed class InputStandardization : Standardization
{
    private readonly Place _weights;
    private readonly Place _bias;
    private readonly bool _isTransposed;
    private readonly double[] _means;
    private readonly double[] _scales;

    private InputStandardization(Place weights, Place bias, bool isTransposed, double[] means, double[] scales) =>
        (_weights, _bias, _isTransposed, _means, _scales) = (weights, bias, isTransposed, means, scales);

    /// <summary>The change; null where the first matrix is not one of a unit's weights a feature, with a bias behind it.</summary>
    /// <param name="parts">The parameters in the order of a step.</param>
    /// <param name="moments">Of the features.</param>
    public static InputStandardization? Of(IReadOnlyList<(string Name, int Rows, int Columns)> parts, FeatureMoments moments)
    {
        var features = moments.Means.Length;
        var all = Places(parts);
        // The weights of one feature may be one number.
        var k = features == 1 ? 0 : all.FindIndex(place => place.Length > 1);
        if (k < 0 || k + 1 >= all.Count)
            return null;
        var (weights, bias) = (all[k], all[k + 1]);
        // A square matrix does not tell which extent is the features': MathNet's own product has a unit a row.
        var isTransposed = weights.Columns != features && weights.Rows == features;
        if (!isTransposed && weights.Columns != features)
            return null;
        var units = isTransposed ? weights.Columns : weights.Rows;
        double[] scales = [.. moments.Deviations.Select((deviation, j) => moments.IsConstant(j) ? 1 : deviation)];
        return bias.Length == units && bias.IsVector ? new(weights, bias, isTransposed, moments.Means, scales) : null;
    }

    public override void PullBack(double[] gradient)
    {
        for (var unit = 0; unit < _bias.Length; unit++)
        {
            for (var feature = 0; feature < _means.Length; feature++)
            {
                ref var entry = ref gradient[At(unit, feature)];
                entry = (entry - (gradient[_bias.Start + unit] * _means[feature])) / _scales[feature];
            }
        }
    }

    protected override void Change(double[] theta)
    {
        for (var unit = 0; unit < _bias.Length; unit++)
        {
            for (var feature = 0; feature < _means.Length; feature++)
            {
                ref var weight = ref theta[At(unit, feature)];
                weight /= _scales[feature];
                theta[_bias.Start + unit] -= weight * _means[feature];
            }
        }
    }

    private int At(int unit, int feature) =>
        _weights.Start + (_isTransposed ? feature + (unit * _weights.Rows) : unit + (feature * _weights.Rows));
}
