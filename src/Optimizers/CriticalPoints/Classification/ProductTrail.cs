using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>The way of Newton's steps from θ, by products alone: each step is solved for by MINRES.</summary>
/// <remarks>
/// Next to a critical point that is not degenerate the next step is about the square of the one before it, so a step is taken for the last if the
/// next one is an eighth of it or less. Those of xᵐ shrink by (m − 2)/(m − 1), at least a half, and those of eᵏˣ not at all.
/// </remarks>
internal sealed class ProductTrail
{
    /// <summary>The most products of a step.</summary>
    public const int MaxStepProducts = 200;

    private const int MaxSteps = 4;
    private const double Contraction = 0.125;
    private const double Shrinking = 0.97;

    private ProductTrail()
    {
    }

    /// <summary>Where the steps lead: the critical point, but for an eighth of the last step; θ itself where they lead too far.</summary>
    public required double[] End { get; init; }

    /// <summary>The first step, or a lower bound of it that is too far already: its length.</summary>
    public required double Distance { get; init; }

    /// <summary>max |pᵢ|/sᵢ of the way, or a lower bound of it.</summary>
    public required double RelativeDistance { get; init; }

    /// <summary>The part of the gradient that no step removes.</summary>
    public required double FlatGradientNorm { get; init; }

    /// <summary>How much shorter the last step was than the one before; 0 where the first did not count against its noise.</summary>
    public required double Ratio { get; init; }

    /// <summary>True if the steps lead to a critical point, or are too long to count.</summary>
    public bool Converges => Ratio <= Contraction;

    /// <summary>True if they lead nowhere.</summary>
    public bool LeadsNowhere => Ratio > Shrinking;

    /// <param name="objective">L.</param>
    /// <param name="hessian">H at θ.</param>
    /// <param name="theta">θ.</param>
    /// <param name="gradient">g at θ, and how much of it counts as zero.</param>
    /// <param name="flatTolerance">How much of g may be left that no step removes.</param>
    /// <param name="normOfHessian">‖H‖₂, about.</param>
    /// <param name="scales">sᵢ.</param>
    /// <param name="options">The radius, the most products, and cancellation.</param>
    public static ProductTrail Follow(
        Objective objective,
        HessianOperator hessian,
        double[] theta,
        (double[] Values, double Tolerance) gradient,
        double flatTolerance,
        double normOfHessian,
        double[] scales,
        CriticalPointOptions options)
    {
        var farthest = options.Radius * ShortVectors.Norm(scales);
        var (at, g, h) = (theta, gradient.Values, hessian);
        double first = 0, before = double.NaN;
        for (var steps = 1; ; steps++)
        {
            var norm = ShortVectors.Norm(g);
            if (norm <= gradient.Tolerance)
                return Done(at, steps == 1 ? norm : 0, 0);
            var least = (norm - gradient.Tolerance) / normOfHessian;
            if (steps == 1 && !(least <= farthest))
            {
                return new()
                {
                    End = theta,
                    Distance = least,
                    RelativeDistance = least / ShortVectors.Norm(scales),
                    FlatGradientNorm = 0,
                    Ratio = 0,
                };
            }

            var newton = MinimumResidual.Solve(
                h,
                Array.ConvertAll(g, entry => -entry),
                Math.Max(1e-3, gradient.Tolerance / norm),
                Math.Min(MaxStepProducts, options.MaxProducts),
                2 * farthest,
                options.CancellationToken);
            var length = ShortVectors.Norm(newton.X);
            first = steps == 1 ? Math.Max(least, length) : first;
            var isSolved = newton.End == MinimumResidual.End.Solved || newton.Residual <= flatTolerance;
            if (!isSolved)
            {
                var isOutside = newton.End == MinimumResidual.End.Outside;
                return new()
                {
                    End = at,
                    Distance = isOutside ? first : double.PositiveInfinity,
                    RelativeDistance = isOutside ? Math.Max(length / ShortVectors.Norm(scales), 2 * options.Radius) : double.PositiveInfinity,
                    FlatGradientNorm = newton.Residual,
                    Ratio = 0,
                };
            }

            if (length <= Contraction * before)
                return Done(at, 0, length / before);
            if (steps > MaxSteps)
                return Done(at, 0, length / before);
            before = length;
            var next = (double[])at.Clone();
            ShortVectors.AddScaled(next, 1, newton.X);
            var nextGradient = new double[theta.Length];
            try
            {
                objective.Gradient(next, nextGradient);
            }
            catch (NotFiniteValueException)
            {
                return Done(at, 0, double.PositiveInfinity);
            }

            var way = Way(next);
            if (steps == 1 && ParameterScales.Relative(way, scales) is var far && far > options.Radius)
                return new() { End = theta, Distance = first, RelativeDistance = far, FlatGradientNorm = 0, Ratio = 0 };
            (at, g, h) = (next, nextGradient, new HessianOperator(objective, next));
        }

        double[] Way(double[] end)
        {
            var way = (double[])end.Clone();
            ShortVectors.AddScaled(way, -1, theta);
            return way;
        }

        ProductTrail Done(double[] end, double flat, double ratio)
        {
            var way = Way(end);
            return new()
            {
                End = end,
                Distance = ShortVectors.Norm(way),
                RelativeDistance = ParameterScales.Relative(way, scales),
                FlatGradientNorm = flat,
                Ratio = ratio,
            };
        }
    }
}
