using MathNet.Numerics.LinearAlgebra;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>A step on one vector, matrix or span, and the question what an optimizer can do.</summary>
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

    /// <summary>Takes one step on one parameter, which is pinned while it is taken.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="value">θ, written in place.</param>
    /// <param name="gradient">∂L/∂θ, as long.</param>
    /// <exception cref="ArgumentNullException">The optimizer is null.</exception>
    /// <exception cref="ArgumentException">The lengths differ from each other or from the first step's, or the two share memory.</exception>
    /// <exception cref="NonFiniteGradientException">The gradient holds NaN or an infinity. Nothing was changed.</exception>
    public static unsafe void Step(this IOptimizer optimizer, Span<double> value, ReadOnlySpan<double> gradient)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var pair = PinnedPair<double>.Rent();
        fixed (double* v = value, g = gradient)
        {
            pair.Value.Point(v, value.Length);
            pair.Gradient.Point(g, gradient.Length);
            try
            {
                optimizer.Step([Parameter.InPlace(pair.Value, pair.Gradient)]);
            }
            finally
            {
                pair.Return();
            }
        }
    }

    /// <inheritdoc cref="Step(IOptimizer, Span{double}, ReadOnlySpan{double})"/>
    public static unsafe void Step(this IOptimizer optimizer, Span<float> value, ReadOnlySpan<float> gradient)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var pair = PinnedPair<float>.Rent();
        fixed (float* v = value, g = gradient)
        {
            pair.Value.Point(v, value.Length);
            pair.Gradient.Point(g, gradient.Length);
            try
            {
                optimizer.Step([Parameter.InPlace(pair.Value, pair.Gradient)]);
            }
            finally
            {
                pair.Return();
            }
        }
    }

    /// <summary>Takes one step, with what the optimizer needs beside the gradients, or one that it wraps.</summary>
    /// <param name="optimizer">The optimizer. One that needs nothing takes nothing.</param>
    /// <param name="parameters">The values with their gradients, in the order of every step.</param>
    /// <param name="inputs">The inputs of this step.</param>
    /// <param name="cancellationToken">Cancels before anything is written.</param>
    /// <exception cref="ArgumentNullException">The optimizer is null.</exception>
    /// <exception cref="ArgumentException">The parameters are unusable (<see cref="IOptimizer.Step"/>), or an input is: not finite, not one for each
    /// parameter, of another shape or element type. Nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">The optimizer needs an input that is not there. Nothing was changed.</exception>
    public static void Step(
        this IOptimizer optimizer, scoped ReadOnlySpan<Parameter> parameters, StepInputs inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var taker = optimizer.Find<ITakesInputs>();
        taker?.Supply(inputs);
        try
        {
            optimizer.Step(parameters, cancellationToken);
        }
        finally
        {
            taker?.Supply(default); // A wrapper may not have stepped what it wraps.
        }
    }

    /// <summary>What an optimizer, or one that it wraps, can do: <c>optimizer.Find&lt;IHasLearningRate&gt;()?.LearningRate</c>.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <typeparam name="T">The capability.</typeparam>
    /// <returns>The outermost optimizer that has it; null if there is none.</returns>
    /// <exception cref="ArgumentNullException">The optimizer is null.</exception>
    public static T? Find<T>(this IOptimizer optimizer) where T : class
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        for (var each = optimizer; ; each = ((IWrapsOptimizer)each).Inner)
        {
            if (each is T found)
                return found;
            if (each is not IWrapsOptimizer)
                return null;
        }
    }

    private static void Check(object optimizer, object value, object gradient)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(gradient);
    }
}
