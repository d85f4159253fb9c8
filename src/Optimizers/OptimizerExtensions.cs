using MathNet.Numerics.LinearAlgebra;

namespace Optimizers;

/// <summary>A step on one MathNet vector or matrix.</summary>
public static class OptimizerExtensions
{
    /// <summary>Takes one step on one parameter: θ = <paramref name="value"/> is written in place.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="value">θ, with dense storage.</param>
    /// <param name="gradient">∂L/∂θ, of the same shape, with dense storage.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The shapes differ from each other or from the first step's, or a storage is not dense.</exception>
    /// <exception cref="NonFiniteGradientException">The gradient holds NaN or an infinity. Nothing was changed.</exception>
    public static void Step(this IOptimizer optimizer, Vector<double> value, Vector<double> gradient)
    {
        Check(optimizer, value, gradient);
        optimizer.Step([new Parameter(value, gradient)]);
    }

    /// <inheritdoc cref="Step(IOptimizer, Vector{double}, Vector{double})"/>
    public static void Step(this IOptimizer optimizer, Vector<float> value, Vector<float> gradient)
    {
        Check(optimizer, value, gradient);
        optimizer.Step([new Parameter(value, gradient)]);
    }

    /// <inheritdoc cref="Step(IOptimizer, Vector{double}, Vector{double})"/>
    public static void Step(this IOptimizer optimizer, Matrix<double> value, Matrix<double> gradient)
    {
        Check(optimizer, value, gradient);
        optimizer.Step([new Parameter(value, gradient)]);
    }

    /// <inheritdoc cref="Step(IOptimizer, Vector{double}, Vector{double})"/>
    public static void Step(this IOptimizer optimizer, Matrix<float> value, Matrix<float> gradient)
    {
        Check(optimizer, value, gradient);
        optimizer.Step([new Parameter(value, gradient)]);
    }

    private static void Check(object optimizer, object value, object gradient)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(gradient);
    }
}
