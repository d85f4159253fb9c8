using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>The way of Newton's steps from θ, by products alone: each step is solved for by MINRES.</summary>
/// <remarks>
/// Next to a critical point that is not degenerate the next step is about the square of the one before it. So the way ends where step and gradient
/// have shrunk to an eighth of those before, twice in a row, or where the gradient counts as zero. The steps of xᵐ shrink by (m − 2)/(m − 1), by a
/// half at most, and those of eᵏˣ not at all. The length of a step is that along directions of small curvature, the gradient that along those of
/// large; of a direction between them the second time tells.
/// </remarks>
internal sealed class ProductTrail
{
    /// <summary>The most products of a step.</summary>
    public const int MaxStepProducts = 200;

    /// <summary>The most steps but the last.</summary>
    public const int MaxSteps = 6;

    private const double Contraction = 0.125;
    private const int Repetitions = 2;
    private const double Shrinking = 0.97;

    private ProductTrail()
    {
    }

    /// <summary>Where the steps lead: the critical point, but for what the next step would be; θ itself where they lead too far.</summary>
    public required double[] End { get; init; }

    /// <summary>g there.</summary>
    public required double[] EndGradient { get; init; }

    /// <summary>The first step, or a lower bound of it that is too far already: its length.</summary>
    public required double Distance { get; init; }

    /// <summary>max |pᵢ|/sᵢ of the way, or a lower bound of it.</summary>
    public required double RelativeDistance { get; init; }

    /// <summary>The part of the gradient that no step removes.</summary>
    public required double FlatGradientNorm { get; init; }

    /// <summary>True if the steps lead to a critical point, or are too long to count.</summary>
    public required bool Converges { get; init; }

    /// <summary>True if they lead nowhere: the last two were no shorter than those before.</summary>
    public bool LeadsNowhere { get; private init; }

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
        double first = double.NaN, before = double.NaN, normBefore = double.NaN;
        int contractions = 0, idle = 0;
        for (var steps = 1; ; steps++)
        {
            var norm = ShortVectors.Norm(g);
            if (norm <= gradient.Tolerance)
                return Done(steps == 1 ? norm : 0, converges: true, leadsNowhere: false);
            var least = (norm - gradient.Tolerance) / normOfHessian;
            if (steps == 1 && !(least <= farthest))
            {
                return new()
                {
                    End = theta,
                    EndGradient = gradient.Values,
                    Distance = least,
                    RelativeDistance = least / ShortVectors.Norm(scales),
                    FlatGradientNorm = 0,
                    Converges = true,
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
            if (!isSolved && steps > 1)
                return Done(0, converges: false, leadsNowhere: false);
            if (!isSolved)
            {
                var isOutside = newton.End == MinimumResidual.End.Outside;
                return new()
                {
                    End = at,
                    EndGradient = g,
                    Distance = isOutside ? first : double.PositiveInfinity,
                    RelativeDistance = isOutside ? Math.Max(length / ShortVectors.Norm(scales), 2 * options.Radius) : double.PositiveInfinity,
                    FlatGradientNorm = newton.Residual,
                    Converges = true,
                };
            }

            contractions = length <= Contraction * before && norm <= Contraction * normBefore ? contractions + 1 : 0;
            idle = length > Shrinking * before ? idle + 1 : 0;
            if (contractions == Repetitions || steps > MaxSteps)
                return Done(0, contractions == Repetitions, idle >= Repetitions);
            (before, normBefore) = (length, norm);
            var next = (double[])at.Clone();
            ShortVectors.AddScaled(next, 1, newton.X);
            var nextGradient = new double[theta.Length];
            try
            {
                objective.Gradient(next, nextGradient);
            }
            catch (NotFiniteValueException)
            {
                return Done(0, converges: false, leadsNowhere: false);
            }

            var way = Way(next);
            if (steps == 1 && ParameterScales.Relative(way, scales) is var far && far > options.Radius)
            {
                return new()
                {
                    End = theta,
                    EndGradient = gradient.Values,
                    Distance = first,
                    RelativeDistance = far,
                    FlatGradientNorm = 0,
                    Converges = true,
                };
            }

            (at, g, h) = (next, nextGradient, new HessianOperator(objective, next));
        }

        double[] Way(double[] end)
        {
            var way = (double[])end.Clone();
            ShortVectors.AddScaled(way, -1, theta);
            return way;
        }

        ProductTrail Done(double flat, bool converges, bool leadsNowhere)
        {
            var way = Way(at);
            return new()
            {
                End = at,
                EndGradient = g,
                Distance = ShortVectors.Norm(way),
                RelativeDistance = ParameterScales.Relative(way, scales),
                FlatGradientNorm = flat,
                LeadsNowhere = leadsNowhere,
                Converges = converges,
            };
        }
    }
}
