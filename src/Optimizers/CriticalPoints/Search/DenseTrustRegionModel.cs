using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>The model by the eigen-decomposition of H: p(μ) = −(H² + μI)⁻¹Hg, μ = 0 or such that ‖p(μ)‖₂ = Δ.</summary>
internal sealed class DenseTrustRegionModel : TrustRegionModel
{
    private readonly SymmetricEigenSystem _h;

    // Λ and Uᵀg; eigenvalues that cannot be told from zero are zero.
    private readonly double[] _lambda;
    private readonly double[] _c;

    public DenseTrustRegionModel(SymmetricEigenSystem h, double[] gradient, double hessianError)
    {
        _h = h;
        var zero = Math.ScaleB(Math.Max(h.Dimension * MachineEpsilon.Double * h.Norm, h.Residual), h.Exponent) + hessianError;
        _lambda = [.. h.Values.Select(value => Math.ScaleB(value, h.Exponent)).Select(value => Math.Abs(value) <= zero ? 0 : value)];
        _c = InEigenvectors(gradient);
        NormOfH = Math.ScaleB(h.Norm, h.Exponent);
        NormOfHg = Reduction.Norm([.. _lambda.Zip(_c, (lambda, c) => lambda * c)]);
    }

    public override double NormOfH { get; }

    public override double NormOfHg { get; }

    public override TrustRegionStep Minimize(double radius, double tolerance)
    {
        var y = Coordinates(_c, 0);
        var isInside = Reduction.Norm(y) <= radius;
        if (!isInside)
            y = Coordinates(_c, Multiplier(radius));
        var residual = new double[y.Length];
        for (var i = 0; i < y.Length; i++)
            residual[i] = _c[i] + _lambda[i] * y[i];
        return new(FromEigenvectors(y), Reduction.Norm(y), Reduction.Norm(residual), isInside);
    }

    public override double[] NewtonStep(double[] gradient) => FromEigenvectors(Coordinates(InEigenvectors(gradient), 0));

    private double[] InEigenvectors(double[] x) => [.. Enumerable.Range(0, x.Length).Select(i => ShortVectors.Dot(_h.Vector(i), x))];

    private double[] FromEigenvectors(double[] y)
    {
        var x = new double[y.Length];
        for (var i = 0; i < y.Length; i++)
            ShortVectors.AddScaled(x, y[i], _h.Vector(i));
        return x;
    }

    // −λc/(λ² + μ).
    private double[] Coordinates(double[] c, double mu)
    {
        var y = new double[c.Length];
        for (var i = 0; i < y.Length; i++)
            y[i] = _lambda[i] == 0 ? 0 : -c[i] / (_lambda[i] + mu / _lambda[i]);
        return y;
    }

    // ‖p(μ)‖ falls from above Δ at μ = 0 to below it at ‖Hg‖/Δ. Bisection of log μ: seventy halvings from a bracket of twenty decades.
    private double Multiplier(double radius)
    {
        var high = NormOfHg / radius;
        var low = high * 1e-20;
        if (Reduction.Norm(Coordinates(_c, low)) < radius)
            return low;
        for (var i = 0; i < 70; i++)
        {
            var middle = Math.Sqrt(low) * Math.Sqrt(high);
            if (Reduction.Norm(Coordinates(_c, middle)) > radius)
                low = middle;
            else
                high = middle;
        }

        return high;
    }
}
