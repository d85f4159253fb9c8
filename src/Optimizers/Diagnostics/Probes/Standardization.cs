namespace Optimizers.Diagnostics;

/// <summary>
/// A training as it would be on standardized inputs or targets, without the data: a change of variables θ = Aθ′ + c of the first or of the last
/// layer, under which the model on the data as they are is the model of θ′ on standardized ones. The same numbers θ′ = θ₀ are its start.
/// </summary>
/// <remarks>
/// Inputs x = Dx′ + m: Wx + b = W′x′ + b′ with W = W′D⁻¹ and b = b′ − Wm, so that ∂L/∂W′ = (∂L/∂W − ∂L/∂b·mᵀ)D⁻¹ and ∂L/∂b′ = ∂L/∂b. Targets y =
/// sy′ + m and a squared loss: W = sW′, b = sb′ + m of the last layer, and L′ = L/s².
/// </remarks>
internal sealed class Standardization
{
    private readonly Part _weights;
    private readonly Part _bias;
    private readonly bool _isTransposed;
    private readonly double[] _means;
    private readonly double[] _scales;
    private readonly double _targetScale;

    private Standardization(Part weights, Part bias, bool isTransposed, double[] means, double[] scales, double targetScale) =>
        (_weights, _bias, _isTransposed, _means, _scales, _targetScale) = (weights, bias, isTransposed, means, scales, targetScale);

    /// <summary>Standardized inputs; null where the first matrix is not one of a unit's weights a feature, with a bias behind it.</summary>
    /// <param name="parts">The parameters in the order of a step.</param>
    /// <param name="moments">Of the features.</param>
    public static Standardization? OfInputs(IReadOnlyList<(string Name, int Rows, int Columns)> parts, FeatureMoments moments)
    {
        var features = moments.Means.Length;
        var all = Places(parts);
        var k = all.FindIndex(part => part.Rows > 1 || part.Columns > 1);
        if (k < 0 || k + 1 >= all.Count)
            return null;
        var (weights, bias) = (all[k], all[k + 1]);
        // A square matrix does not tell which extent is the features': MathNet's own product has a unit a row.
        var isTransposed = weights.Columns != features && weights.Rows == features;
        if (!isTransposed && weights.Columns != features)
            return null;
        var units = isTransposed ? weights.Columns : weights.Rows;
        double[] scales = [.. moments.Deviations.Select((deviation, j) => moments.IsConstant(j) ? 1 : deviation)];
        return bias.Length == units && Math.Min(bias.Rows, bias.Columns) == 1
            ? new(weights, bias, isTransposed, moments.Means, scales, double.NaN) : null;
    }

    /// <summary>Standardized targets of one number; null where the last parameters are no weights of one output with its bias.</summary>
    /// <param name="parts">The parameters in the order of a step.</param>
    /// <param name="targets">The targets.</param>
    public static Standardization? OfTargets(IReadOnlyList<(string Name, int Rows, int Columns)> parts, TargetScaleReport targets)
    {
        var all = Places(parts);
        return all.Count >= 2 && all[^1].Length == 1 && Math.Min(all[^2].Rows, all[^2].Columns) == 1 && targets.Deviation > 0
            ? new(all[^2], all[^1], false, [targets.Mean], [1], targets.Deviation) : null;
    }

    /// <summary>θ of the model from θ′.</summary>
    public void ToModel(double[] standardized, double[] theta)
    {
        standardized.CopyTo(theta, 0);
        if (!double.IsNaN(_targetScale))
        {
            for (var i = 0; i < _weights.Length; i++)
                theta[_weights.Start + i] *= _targetScale;
            theta[_bias.Start] = (_targetScale * theta[_bias.Start]) + _means[0];
            return;
        }

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

    /// <summary>The gradient in θ′ from that in θ, in place.</summary>
    public void PullBack(double[] gradient)
    {
        if (!double.IsNaN(_targetScale))
        {
            var square = _targetScale * _targetScale;
            for (var i = 0; i < gradient.Length; i++)
                gradient[i] /= square;
            for (var i = 0; i < _weights.Length; i++)
                gradient[_weights.Start + i] *= _targetScale;
            gradient[_bias.Start] *= _targetScale;
            return;
        }

        for (var unit = 0; unit < _bias.Length; unit++)
        {
            for (var feature = 0; feature < _means.Length; feature++)
            {
                ref var entry = ref gradient[At(unit, feature)];
                entry = (entry - (gradient[_bias.Start + unit] * _means[feature])) / _scales[feature];
            }
        }
    }

    // Column by column, as MathNet stores a matrix.
    private int At(int unit, int feature) =>
        _weights.Start + (_isTransposed ? feature + (unit * _weights.Rows) : unit + (feature * _weights.Rows));

    private static List<Part> Places(IReadOnlyList<(string Name, int Rows, int Columns)> parts)
    {
        var (all, start) = (new List<Part>(), 0);
        foreach (var (_, rows, columns) in parts)
        {
            all.Add(new(start, rows, columns));
            start += rows * columns;
        }

        return all;
    }

    private readonly record struct Part(int Start, int Rows, int Columns)
    {
        public int Length => Rows * Columns;
    }
}
