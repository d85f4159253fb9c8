namespace Optimizers.Curvature;

/// <summary>An estimate of the error of what was made by differences; 0 of what is the caller's own.</summary>
/// <param name="Norm">The 2-norm of the error, at most.</param>
/// <param name="Scaled">
/// Where each parameter has a scale of its own, and Norm says little of the entries in other units: the 2-norm of De, of a matrix that of DED, and
/// the diagonal of D, powers of two. Null where one scale does for all.
/// </param>
internal readonly record struct DifferenceError(double Norm, (double Norm, double[] Scales)? Scaled);
