using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>
/// Inputs x = Dx′ + m, or targets y = sy′ + m with one s for all outputs, so that a loss of the errors keeps its minimum; or both.
/// </summary>
internal sealed class DataStandardization
{
    private readonly FeatureMoments? _inputs;
    private readonly double[]? _means;

    private DataStandardization(FeatureMoments? inputs, double[]? means, double scale) => (_inputs, _means, Scale) = (inputs, means, scale);

    /// <summary>s, above 0: 1 where the targets stay.</summary>
    public double Scale { get; }

    /// <summary>That of the inputs; null where no example is finite, or where they stand for symbols.</summary>
    public static DataStandardization? OfInputs(TrainingData data)
    {
        double[][] finite = Array.FindAll(data.Inputs.ToColumnArrays(), example => Array.TrueForAll(example, double.IsFinite));
        return data.AreSymbols || finite is [] || data.Inputs.RowCount == 0 ? null
            : new(FeatureMoments.Of(finite, data.Inputs.RowCount), null, 1);
    }

    /// <summary>That of the targets of a loss of errors; null for classes, and where the targets are all the same.</summary>
    public static DataStandardization? OfTargets(TrainingData data)
    {
        if (data.Targets is not { ColumnCount: > 0 } targets)
            return null;
        var finite = FeatureMoments.Of(
            Array.FindAll(targets.ToColumnArrays(), each => Array.TrueForAll(each, double.IsFinite)), targets.RowCount);
        var scale = Math.Sqrt(finite.Deviations.Average(deviation => deviation * deviation));
        return scale > 0 ? new(null, finite.Means, scale) : null;
    }

    /// <summary>Both; null where one of them cannot be had.</summary>
    public static DataStandardization? OfBoth(TrainingData data) =>
        OfInputs(data) is { } inputs && OfTargets(data) is { } targets ? new(inputs._inputs, targets._means, targets.Scale) : null;

    /// <summary>The same examples, standardized.</summary>
    public TrainingData Of(TrainingData data)
    {
        if (_inputs is { } moments)
        {
            data = data.With(data.Inputs.MapIndexed(
                (j, _, x) => (x - moments.Means[j]) / (moments.IsConstant(j) ? 1 : moments.Deviations[j]), Zeros.Include));
        }

        return _means is null ? data
            : data.With(data.Inputs, data.Targets!.MapIndexed((k, _, y) => (y - _means[k]) / Scale, Zeros.Include));
    }

    /// <summary>The outputs for the targets as they were.</summary>
    public Matrix<double> Restored(Matrix<double> outputs) =>
        _means is null ? outputs : outputs.MapIndexed((k, _, z) => (Scale * z) + _means[k], Zeros.Include);
}
