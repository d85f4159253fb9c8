using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>The Jacobian J of residuals at one point, m × n, known by its products: of a network, forward mode and backpropagation.</summary>
public sealed class JacobianProducts
{
    /// <summary>Both products. Neither may change its argument.</summary>
    /// <param name="times">v ↦ Jv, from n to m entries.</param>
    /// <param name="transposedTimes">u ↦ Jᵀu, from m to n entries.</param>
    /// <exception cref="ArgumentNullException">A product is null.</exception>
    public JacobianProducts(Func<Vector<double>, Vector<double>> times, Func<Vector<double>, Vector<double>> transposedTimes)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(transposedTimes);
        (Times, TransposedTimes) = (times, transposedTimes);
    }

    /// <summary>v ↦ Jv.</summary>
    public Func<Vector<double>, Vector<double>> Times { get; }

    /// <summary>u ↦ Jᵀu.</summary>
    public Func<Vector<double>, Vector<double>> TransposedTimes { get; }
}
