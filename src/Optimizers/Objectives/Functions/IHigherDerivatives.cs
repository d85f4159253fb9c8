namespace Optimizers.Curvature.Functions;

/// <summary>
/// The third and fourth derivatives of a loss along given directions, as symmetric multilinear forms:
/// D³L(θ)[a, b, c] = Σ ∂³L/∂θᵢ∂θⱼ∂θₖ·aᵢbⱼcₖ.
/// </summary>
internal interface IHigherDerivatives
{
    /// <summary>The least distance from θ within which a kink of the loss was seen so far; ∞ if none was seen.</summary>
    double KinkDistance { get; }

    /// <summary>Intervals that hold D³L(θ)[a, b, eᵢ] for every coordinate i.</summary>
    /// <param name="theta">θ, n entries.</param>
    /// <param name="a">a, n entries.</param>
    /// <param name="b">b, n entries.</param>
    /// <param name="derivative">D³L(θ)[a, b, ·], n entries.</param>
    void ThirdDerivative(ReadOnlySpan<double> theta, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<Interval> derivative);

    /// <summary>An interval that holds D⁴L(θ)[a, b, c, d].</summary>
    Interval FourthDerivative(
        ReadOnlySpan<double> theta, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, ReadOnlySpan<double> d);
}
