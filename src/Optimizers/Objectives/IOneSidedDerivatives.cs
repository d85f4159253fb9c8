namespace Optimizers.Curvature;

/// <summary>Derivatives of a loss as one leaves θ along a ray: they differ from ray to ray where θ is on a kink.</summary>
internal interface IOneSidedDerivatives
{
    /// <summary>lim ∇L(θ + tv) for t → 0 from above.</summary>
    /// <param name="theta">θ, n entries.</param>
    /// <param name="ray">v, n entries.</param>
    /// <param name="gradient">The limit, n entries.</param>
    void GradientAlong(ReadOnlySpan<double> theta, ReadOnlySpan<double> ray, Span<double> gradient);

    /// <summary>lim ∇²L(θ + tv)·w for t → 0 from above.</summary>
    /// <param name="theta">θ, n entries.</param>
    /// <param name="ray">v, n entries.</param>
    /// <param name="vector">w, n entries.</param>
    /// <param name="product">The limit, n entries.</param>
    void ProductAlong(ReadOnlySpan<double> theta, ReadOnlySpan<double> ray, ReadOnlySpan<double> vector, Span<double> product);
}
