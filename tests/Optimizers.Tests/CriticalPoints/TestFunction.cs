using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature;

/// <summary>A function of two variables with its derivatives written out.</summary>
internal sealed record TestFunction(
    Func<double, double, double> Value, Func<double, double, double[]> Slope, Func<double, double, (double XX, double XY, double YY)> Second)
{
    public static TestFunction Saddle { get; } = new(
        (x, y) => x * x - y * y, (x, y) => [2 * x, -2 * y], (_, _) => (2, 0, -2));

    // Himmelblau, Applied Nonlinear Programming, 1972: four minima of value 0, four saddles, one maximum.
    public static TestFunction Himmelblau { get; } = new(
        (x, y) => Sqr(x * x + y - 11) + Sqr(x + y * y - 7),
        (x, y) => [4 * x * (x * x + y - 11) + 2 * (x + y * y - 7), 2 * (x * x + y - 11) + 4 * y * (x + y * y - 7)],
        (x, y) => (12 * x * x + 4 * y - 42, 4 * x + 4 * y, 12 * y * y + 4 * x - 26));

    // Rosenbrock, The Computer Journal 3, 1960.
    public static TestFunction Rosenbrock { get; } = new(
        (x, y) => Sqr(1 - x) + 100 * Sqr(y - x * x),
        (x, y) => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
        (x, y) => (2 - 400 * y + 1200 * x * x, -400 * x, 200));

    public static TestFunction MonkeySaddle { get; } = new(
        (x, y) => x * x * x - 3 * x * y * y, (x, y) => [3 * x * x - 3 * y * y, -6 * x * y], (x, y) => (6 * x, -6 * y, -6 * x));

    public static TestFunction Quartic { get; } = new(
        (x, y) => x * x * x * x + y * y * y * y, (x, y) => [4 * x * x * x, 4 * y * y * y], (x, y) => (12 * x * x, 0, 12 * y * y));

    public static TestFunction ParabolaWithQuartic { get; } = new(
        (x, y) => x * x + y * y * y * y, (x, y) => [2 * x, 4 * y * y * y], (x, y) => (2, 0, 12 * y * y));

    public double Loss(Vector<double> p) => Value(p[0], p[1]);

    public Vector<double> Gradient(Vector<double> p) => Vector<double>.Build.Dense(Slope(p[0], p[1]));

    public Matrix<double> Hessian(Vector<double> p)
    {
        var (xx, xy, yy) = Second(p[0], p[1]);
        return Matrix<double>.Build.DenseOfArray(new[,] { { xx, xy }, { xy, yy } });
    }

    public CriticalPoint Classify(Vector<double> p) => CriticalPoint.Classify(Hessian(p), Gradient(p));

    public CriticalPoint Classify(double x, double y) => Classify(Vector<double>.Build.Dense([x, y]));

    public Vector<double> Newton(double x, double y)
    {
        var p = Vector<double>.Build.Dense([x, y]);
        for (var i = 0; i < 8; i++)
            p -= Hessian(p).Solve(Gradient(p));
        return p;
    }

    public TestFunction Negative() => new(
        (x, y) => -Value(x, y),
        (x, y) => Array.ConvertAll(Slope(x, y), entry => -entry),
        (x, y) => Second(x, y) is var (xx, xy, yy) ? (-xx, -xy, -yy) : default);

    private static double Sqr(double x) => x * x;
}
