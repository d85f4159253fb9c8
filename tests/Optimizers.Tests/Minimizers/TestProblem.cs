using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Minimizers;

/// <summary>
/// A problem of Moré, Garbow and Hillstrom, ACM Trans. Math. Software 7, 1981: its residuals, its standard start, and the values of its minima as the
/// paper gives them.
/// </summary>
internal sealed record TestProblem(
    string Name,
    double[] Start,
    double[] Minima,
    Func<Objective> Objective,
    Func<Vector<double>, Vector<double>> Residuals,
    Func<Vector<double>, Matrix<double>> Jacobian)
{
    public Vector<double> StartVector => Vector<double>.Build.Dense([.. Start]);

    public static TestProblem Of<TResiduals>(TResiduals residuals, double[] start, params double[] minima) where TResiduals : struct, IResiduals
    {
        var squares = new SumOfSquares<TResiduals>(residuals);
        return new(
            typeof(TResiduals).Name + (start.Length > 15 ? $" in {start.Length}" : ""),
            start,
            minima,
            () => Optimizers.Curvature.Objective.FromFunction(squares),
            squares.Residuals,
            squares.Jacobian);
    }

    public bool IsMinimum(double value, double relative = 1e-5, double absolute = 1e-9) =>
        Minima.Any(minimum => Math.Abs(value - minimum) <= Math.Max(relative * minimum, minimum == 0 ? absolute : 0));
}
