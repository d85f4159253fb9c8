namespace Optimizers.Diagnostics;

/// <summary>One parameter in the order of depth.</summary>
/// <param name="Parameter">Its name.</param>
/// <param name="Length">How many numbers.</param>
/// <param name="IsMatrix">True for a weight matrix.</param>
/// <param name="GradientRms">The root mean square of its gradient.</param>
/// <param name="ParameterRms">The root mean square of its value.</param>
/// <param name="GradientNorm">‖g‖₂ of it.</param>
public sealed record DepthLayer(string Parameter, int Length, bool IsMatrix, double GradientRms, double ParameterRms, double GradientNorm);
