using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Curvature.Functions;

namespace Optimizers.Tests.Curvature.Minimizers;

/// <summary>‖r‖₂², and r with its Jacobian by dual numbers.</summary>
internal readonly struct SumOfSquares<TResiduals>(TResiduals residuals) : IFunction
    where TResiduals : struct, IResiduals
{
    public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
    {
        T sum = 0;
        foreach (var r in residuals.At(x))
            sum += r * r;
        return sum;
    }

    public Vector<double> Residuals(Vector<double> theta)
    {
        var values = residuals.At<Real>(theta.Select(each => new Real(each)).ToArray());
        return Vector<double>.Build.Dense([.. values.Select(each => each.Value)]);
    }

    public Matrix<double> Jacobian(Vector<double> theta)
    {
        var columns = new List<double[]>();
        for (var j = 0; j < theta.Count; j++)
        {
            var x = theta.Select((each, i) => new Dual<Real>(each, i == j ? 1 : 0)).ToArray();
            columns.Add([.. residuals.At<Dual<Real>>(x).Select(each => each.Slope.Value)]);
        }

        return Matrix<double>.Build.DenseOfColumnArrays(columns);
    }
}
