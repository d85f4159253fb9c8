using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Classification;

internal readonly struct Himmelblau : IFunction
{
    public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
    {
        var a = x[0] * x[0] + x[1] - 11;
        var b = x[0] + x[1] * x[1] - 7;
        return a * a + b * b;
    }
}

internal readonly struct Monkey : IFunction
{
    public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => T.Pow(x[0], 3) - 3 * x[0] * x[1] * x[1];
}

internal readonly struct Quartic : IFunction
{
    public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => T.Pow(x[0], 4) + T.Pow(x[1], 4);
}

internal readonly struct DescendingQuartic : IFunction
{
    public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => x[0] * x[0] - T.Pow(x[1], 4);
}

internal readonly struct Peano : IFunction
{
    public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => (x[1] - x[0] * x[0]) * (x[1] - 2 * x[0] * x[0]);
}

/// <summary>½‖W₂W₁X − Y‖²/N of two linear layers, y = W₂W₁x, by hand: θ = (W₁, W₂), each column by column.</summary>
internal sealed class LinearNetwork(int inputs, int hidden, int outputs, Matrix<double> x, Matrix<double> y)
{
    public ParameterLayout Layout { get; } = ParameterLayout.Empty
        .Add("w1", Matrix<double>.Build.Dense(hidden, inputs)).Add("w2", Matrix<double>.Build.Dense(outputs, hidden));

    public Objective Objective => Objective.Create(
        theta => 0.5 * Residual(theta).PointwisePower(2).Enumerate().Sum() / x.ColumnCount, Gradient, options: new() { Layout = Layout });

    private Matrix<double> W1(Vector<double> theta) => Matrix<double>.Build.Dense(hidden, inputs, theta.SubVector(0, hidden * inputs).ToArray());

    private Matrix<double> W2(Vector<double> theta) =>
        Matrix<double>.Build.Dense(outputs, hidden, theta.SubVector(hidden * inputs, outputs * hidden).ToArray());

    private Matrix<double> Residual(Vector<double> theta) => W2(theta) * W1(theta) * x - y;

    private Vector<double> Gradient(Vector<double> theta)
    {
        var error = Residual(theta) / x.ColumnCount;
        var g1 = W2(theta).TransposeThisAndMultiply(error).TransposeAndMultiply(x);
        var g2 = error.TransposeAndMultiply(W1(theta) * x);
        return Vector<double>.Build.Dense([.. g1.ToColumnMajorArray(), .. g2.ToColumnMajorArray()]);
    }
}
