namespace Optimizers.Diagnostics;

/// <summary>One parameter in the order of depth.</summary>
/// <param name="Parameter">Its name.</param>
/// <param name="Length">How many numbers.</param>
/// <param name="IsMatrix">True for a weight matrix.</param>
/// <param name="GradientRms">The root mean square of its gradient.</param>
/// <param name="ParameterRms">The root mean square of its value.</param>
/// <param name="GradientNorm">‖g‖₂ of the parameter.</param>
/// <param name="Scale">
/// <paramref name="ParameterRms"/>·√((rows + columns)/2) of a weight matrix: 1 as Glorot and Bengio 2010 draw it, up to about √2 as He et al. 2015
/// do, 4 as the former have it for the logistic function. NaN for what is no matrix.
/// </param>
public sealed record DepthLayer(string Parameter, int Length, bool IsMatrix,
    double GradientRms, double ParameterRms, double GradientNorm, double Scale);
