using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Classification;

/// <summary>
/// A loss with a critical point of a known kind, or with none, and a θ beside it: rotated at random, with parameters and loss in units of 10⁻⁴ to
/// 10⁴.
/// </summary>
/// <remarks>
/// L(θ) = c·f(x), θ = s·(m + Qx). f(x) = ½Σλᵢxᵢ² + Σaₖ(wₖᵀx)³/6 + Σbₖ(wₖᵀx)⁴/24, and along x₀ what the kind asks, coupled to x₁ by γx₀²x₁. The
/// entries of m are about 1, so that x is in the scale of the parameters.
/// </remarks>
internal sealed class PlantedPoint
{
    private const int Terms = 2;
    private readonly Func<double, (double Value, double Slope, double Second)> _along;
    private readonly double[] _lambda;
    private readonly (double[] W, double Cubic, double Quartic)[] _terms;
    private readonly double _coupling;
    private readonly double _c;
    private readonly double _s;
    private readonly Vector<double> _middle;
    private readonly Matrix<double> _q;

    /// <param name="seed">Chooses everything.</param>
    public PlantedPoint(int seed)
    {
        // Streams of neighbouring seeds are alike.
        var random = new Random(unchecked(seed * (int)2654435761));
        Shape = (PlantedShape)random.Next(Enum.GetValues<PlantedShape>().Length);
        var n = random.Next(2, 7);
        _s = Digits(-4, 4);
        _c = Digits(-4, 4);
        _q = Spectrum.RandomOrthogonal(n, random.Next());
        _middle = Vector<double>.Build.Dense(n, _ => Sign() * (0.5 + random.NextDouble()));
        var isFlat = Shape > PlantedShape.Saddle;
        var common = Sign();
        _lambda = [.. Enumerable.Range(0, n).Select(_ => Digits(-1, 1))];
        for (var i = 0; i < n; i++)
        {
            _lambda[i] *= Shape switch
            {
                PlantedShape.Minimum => 1,
                PlantedShape.Maximum => -1,
                PlantedShape.Saddle => i == 0 ? 1 : i == 1 ? -1 : Sign(),
                _ => common,
            };
        }

        // A quarter of the way to the next critical point at most, and exactly there now and then.
        double start = 0, sharp = Digits(3.5, 5), fold = Digits(-5.5, -3.5);
        var away = random.Next(8) == 0 ? 0 : Math.Min(Digits(-7, -3.7), Shape == PlantedShape.FoldWith ? fold / 4 : 1);
        var sharpest = Math.Min(1e4, _lambda.Min(Math.Abs) / (3 * Math.Max(away, 1e-7)));

        // With what is flat along x₀ the other terms leave x₀ alone, so that the kind is known.
        _terms = new (double[], double, double)[Terms];
        for (var k = 0; k < Terms; k++)
        {
            var w = Enumerable.Range(0, n).Select(i => isFlat && i == 0 ? 0 : random.NextDouble() - 0.5).ToArray();
            var length = Math.Sqrt(w.Sum(entry => entry * entry));
            _terms[k] = ([.. w.Select(entry => entry / length)], Sign() * sharpest * Digits(-4, 0), Sign() * Digits(-1, 1));
        }

        // Far down an exponential the coupling would make a critical point.
        _coupling = isFlat && Shape is not (PlantedShape.Exponential or PlantedShape.Logarithm)
            ? Sign() * Digits(-1, 0) * Math.Sqrt(Math.Abs(_lambda[1]))
            : 0;
        var lambda0 = _lambda[0];
        _lambda[0] = isFlat ? 0 : lambda0;
        _along = Shape switch
        {
            PlantedShape.Cubic => x => Power(lambda0, x, 3),

            // ax⁴ less what x₁ takes of it by the coupling, γ²x⁴/2λ₁ ≤ x⁴/2.
            PlantedShape.Quartic => x => Power(common * (1 + Math.Abs(lambda0)), x, 4),
            PlantedShape.Exponential => x => (Math.Exp(sharp * x) / sharp, Math.Exp(sharp * x), sharp * Math.Exp(sharp * x)),
            PlantedShape.Logarithm => x =>
                (-Math.Log(1 + (sharp * x)) / sharp, -1 / (1 + (sharp * x)), sharp / ((1 + (sharp * x)) * (1 + (sharp * x)))),
            PlantedShape.FoldWithout => x => ((x * x * x) + (3 * fold * fold * x), 3 * ((x * x) + (fold * fold)), 6 * x),
            PlantedShape.FoldWith => x => ((x * x * x) - (3 * fold * fold * x), 3 * ((x * x) - (fold * fold)), 6 * x),
            _ => _ => default,
        };
        Kind = Shape switch
        {
            PlantedShape.Minimum => CriticalPointKind.LocalMinimum,
            PlantedShape.Maximum => CriticalPointKind.LocalMaximum,
            PlantedShape.Saddle or PlantedShape.Cubic => CriticalPointKind.Saddle,
            PlantedShape.Quartic => common > 0 ? CriticalPointKind.LocalMinimum : CriticalPointKind.LocalMaximum,
            PlantedShape.FoldWith => common > 0 ? CriticalPointKind.LocalMinimum : CriticalPointKind.Saddle,
            _ => CriticalPointKind.NotCritical,
        };
        if (Shape is PlantedShape.FoldWith or PlantedShape.FoldWithout)
            start = Shape == PlantedShape.FoldWith ? fold : fold * Digits(0, 2);

        var direction = Vector<double>.Build.Dense(n, _ => random.NextDouble() - 0.5);
        var x = away * direction.Normalize(2);
        x[0] += start;
        if (Shape == PlantedShape.Logarithm)
            x[0] = Math.Abs(x[0]);
        Theta = _s * (_middle + (_q * x));

        double Digits(double from, double to) => Math.Pow(10, from + ((to - from) * random.NextDouble()));
        double Sign() => random.Next(2) == 0 ? -1 : 1;
        static (double, double, double) Power(double a, double x, int m) =>
            (a * Math.Pow(x, m), a * m * Math.Pow(x, m - 1), a * m * (m - 1) * Math.Pow(x, m - 2));
    }

    public PlantedShape Shape { get; }

    /// <summary>What the critical point is; NotCritical if there is none.</summary>
    public CriticalPointKind Kind { get; }

    public Vector<double> Theta { get; }

    /// <summary>True if the Hessian at the critical point tells the kind.</summary>
    public bool IsRegular => Shape <= PlantedShape.Saddle;

    public Objective Given(PlantedMeans means) => means switch
    {
        PlantedMeans.Hessian => Objective.Create(Loss, Gradient, hessian: Hessian),
        PlantedMeans.Products => Objective.Create(Loss, Gradient, Product),
        _ => Objective.Create(Loss, Gradient),
    };

    /// <summary>True if nothing that is said is false.</summary>
    public bool Allows(CriticalPointKind said) => said == Kind || said is CriticalPointKind.Undecided or CriticalPointKind.Degenerate;

    private Vector<double> At(Vector<double> theta) => _q.TransposeThisAndMultiply((theta / _s) - _middle);

    private double Loss(Vector<double> theta)
    {
        var x = At(theta);
        var sum = _along(x[0]).Value + (_coupling * x[0] * x[0] * x[1]);
        for (var i = 0; i < x.Count; i++)
            sum += 0.5 * _lambda[i] * x[i] * x[i];
        foreach (var (w, cubic, quartic) in _terms)
        {
            var t = Dot(w, x);
            sum += (cubic * t * t * t / 6) + (quartic * t * t * t * t / 24);
        }

        return _c * sum;
    }

    private Vector<double> Gradient(Vector<double> theta)
    {
        var x = At(theta);
        var g = Vector<double>.Build.Dense(x.Count, i => _lambda[i] * x[i]);
        g[0] += _along(x[0]).Slope + (2 * _coupling * x[0] * x[1]);
        g[1] += _coupling * x[0] * x[0];
        foreach (var (w, cubic, quartic) in _terms)
        {
            var t = Dot(w, x);
            var slope = (cubic * t * t / 2) + (quartic * t * t * t / 6);
            for (var i = 0; i < x.Count; i++)
                g[i] += slope * w[i];
        }

        return _c / _s * (_q * g);
    }

    private Matrix<double> Hessian(Vector<double> theta)
    {
        var x = At(theta);
        var h = Matrix<double>.Build.DenseOfDiagonalArray(_lambda);
        h[0, 0] += _along(x[0]).Second + (2 * _coupling * x[1]);
        h[0, 1] += 2 * _coupling * x[0];
        h[1, 0] += 2 * _coupling * x[0];
        foreach (var (w, cubic, quartic) in _terms)
        {
            var t = Dot(w, x);
            var v = Vector<double>.Build.Dense(w);
            h += ((cubic * t) + (quartic * t * t / 2)) * v.OuterProduct(v);
        }

        var rotated = _c / (_s * _s) * (_q * h * _q.Transpose());
        return 0.5 * (rotated + rotated.Transpose());
    }

    private Vector<double> Product(Vector<double> theta, Vector<double> v) => Hessian(theta) * v;

    private static double Dot(double[] w, Vector<double> x)
    {
        var sum = 0.0;
        for (var i = 0; i < w.Length; i++)
            sum += w[i] * x[i];
        return sum;
    }
}
