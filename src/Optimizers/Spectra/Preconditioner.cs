namespace Optimizers.Curvature;

/// <summary>
/// T ≈ A⁻¹, symmetric and positive definite (or near the wanted end's (A − λI)⁻¹ in magnitude): turns a residual into a better direction.
/// </summary>
/// <param name="residual">r, n entries.</param>
/// <param name="direction">Tr, n entries, all to be written.</param>
public delegate void Preconditioner(ReadOnlySpan<double> residual, Span<double> direction);
