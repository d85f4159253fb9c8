namespace Optimizers.Diagnostics;

/// <summary>The gradient through depth at fixed weights.</summary>
/// <param name="Layers">The parameters in their order, input first.</param>
/// <param name="BackwardGrowth">
/// The factor by which the norm of the gradient of the weight matrices grows per layer from the output towards the input: exp of the slope of a line through log‖g‖. Below 1 it
/// vanishes, above 1 it explodes; NaN with fewer than three weight matrices or where one is 0.
/// </param>
/// <param name="Largest">‖g‖₂ of the weight matrix with the largest.</param>
/// <param name="First">‖g‖₂ of the first weight matrix.</param>
/// <param name="Last">‖g‖₂ of the last weight matrix.</param>
public sealed record DepthReport(IReadOnlyList<DepthLayer> Layers, double BackwardGrowth, double Largest, double First, double Last)
{
    /// <summary>The parameters whose whole gradient is exactly 0.</summary>
    public IEnumerable<DepthLayer> WithoutGradient => Layers.Where(layer => layer.GradientNorm == 0);
}
