namespace Optimizers.Curvature;

/// <summary>How far the curvature of a loss differs from one of its mini-batches to the next.</summary>
internal interface IBatchCurvature
{
    /// <inheritdoc cref="MiniBatchObjective.Curvature"/>
    double Curvature(ReadOnlySpan<double> theta, ReadOnlySpan<double> direction, out double standardError);
}
