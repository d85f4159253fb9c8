using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature.Functions;

/// <summary>The objective of one function.</summary>
internal sealed class ExactFunctionObjective<TFunction>(TFunction function, ObjectiveOptions? options) : ExactObjective(options)
    where TFunction : struct, IFunction
{
    public override Interval EncloseLoss(ReadOnlySpan<Interval> box) => function.Value(box);

    public override void EncloseGradient(ReadOnlySpan<Interval> box, Span<Interval> gradient)
    {
        var x = new Dual<Interval>[box.Length];
        for (var i = 0; i < x.Length; i++)
            x[i] = new(box[i], 0);
        Differentiate(x, gradient);
    }

    public override Interval[] EncloseHessian(ReadOnlySpan<Interval> box)
    {
        var hessian = new Interval[box.Length * box.Length];
        SecondDerivatives(box, hessian);
        return hessian;
    }

    public override void ThirdDerivative(ReadOnlySpan<double> theta, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<Interval> derivative)
    {
        // Along a, b and one coordinate after the other.
        var x = new HyperDual<Dual<Interval>>[theta.Length];
        for (var i = 0; i < x.Length; i++)
            x[i] = new(theta[i], a[i], b[i], 0);
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = x[i] with { Value = new(theta[i], 1) };
            derivative[i] = Value(x).Mixed.Slope;
            x[i] = x[i] with { Value = theta[i] };
        }
    }

    public override Interval FourthDerivative(
        ReadOnlySpan<double> theta, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, ReadOnlySpan<double> d)
    {
        var x = new HyperDual<HyperDual<Interval>>[theta.Length];
        for (var i = 0; i < x.Length; i++)
            x[i] = new(new(theta[i], a[i], b[i], 0), c[i], d[i], 0);
        return Value(x).Mixed.Mixed;
    }

    public override void GradientAlong(ReadOnlySpan<double> theta, ReadOnlySpan<double> ray, Span<double> gradient)
    {
        var x = new Dual<Ray>[theta.Length];
        for (var i = 0; i < x.Length; i++)
            x[i] = new(RayAt(theta[i], ray[i]), 0);
        var slopes = new Ray[x.Length];
        Differentiate(x, slopes);
        for (var i = 0; i < slopes.Length; i++)
            gradient[i] = slopes[i].Value.Value.Value;
    }

    public override void ProductAlong(ReadOnlySpan<double> theta, ReadOnlySpan<double> ray, ReadOnlySpan<double> vector, Span<double> product)
    {
        var x = new HyperDual<Ray>[theta.Length];
        for (var i = 0; i < x.Length; i++)
            x[i] = new(RayAt(theta[i], ray[i]), 0, vector[i], 0);
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = x[i] with { First = 1 };
            product[i] = Value(x).Mixed.Value.Value.Value;
            x[i] = x[i] with { First = 0 };
        }
    }

    private static Ray RayAt(double value, double slope) => new(new(value, slope, slope, 0));

    protected override double EvaluateLoss(ReadOnlySpan<double> theta)
    {
        var x = new Real[theta.Length];
        for (var i = 0; i < x.Length; i++)
            x[i] = theta[i];
        return Value(x).Value;
    }

    protected override void EvaluateGradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        var x = new Dual<Real>[theta.Length];
        for (var i = 0; i < x.Length; i++)
            x[i] = theta[i];
        var slopes = new Real[x.Length];
        Differentiate(x, slopes);
        for (var i = 0; i < x.Length; i++)
            gradient[i] = slopes[i].Value;
    }

    protected override void EvaluateProduct(ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, Span<double> product)
    {
        // (∇²L·v)ᵢ = D²L[eᵢ, v].
        var x = new HyperDual<Real>[theta.Length];
        for (var i = 0; i < x.Length; i++)
            x[i] = new(theta[i], 0, vector[i], 0);
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = x[i] with { First = 1 };
            product[i] = Value(x).Mixed.Value;
            x[i] = x[i] with { First = 0 };
        }
    }

    protected override Matrix<double> EvaluateHessian(ReadOnlySpan<double> theta)
    {
        var n = theta.Length;
        var point = new Real[n];
        for (var i = 0; i < n; i++)
            point[i] = theta[i];
        var entries = new Real[n * n];
        SecondDerivatives<Real>(point, entries);
        return Matrix<double>.Build.Dense(n, n, Array.ConvertAll(entries, entry => entry.Value));
    }

    private T Value<T>(T[] x) where T : struct, IReal<T> => function.Value<T>(x);

    private void Differentiate<T>(Dual<T>[] x, Span<T> gradient) where T : struct, IScalar<T>, IReal<T>
    {
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = x[i] with { Slope = 1 };
            gradient[i] = Value(x).Slope;
            x[i] = x[i] with { Slope = 0 };
        }
    }

    private void SecondDerivatives<T>(ReadOnlySpan<T> point, T[] hessian) where T : struct, IScalar<T>, IReal<T>
    {
        var n = point.Length;
        var x = new HyperDual<T>[n];
        for (var i = 0; i < n; i++)
            x[i] = new(point[i], 0, 0, 0);
        for (var j = 0; j < n; j++)
        {
            x[j] = x[j] with { Second = 1 };
            for (var i = 0; i <= j; i++)
            {
                x[i] = x[i] with { First = 1 };
                hessian[i + j * n] = hessian[j + i * n] = Value(x).Mixed;
                x[i] = x[i] with { First = 0 };
            }

            x[j] = x[j] with { Second = 0 };
        }
    }
}
