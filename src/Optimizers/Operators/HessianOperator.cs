using System.Globalization;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>∇²L(θ) of an objective at a point.</summary>
/// <remarks>
/// Exact where the objective has a Hessian-vector product or a Hessian, in double precision. Else each product is made of differences, or rounded to
/// single precision (<see cref="ObjectiveOptions.SinglePrecision"/>), and is neither quite linear nor quite symmetric: <see cref="ProductError"/>
/// says how much of that there can be.
/// </remarks>
public sealed class HessianOperator : SymmetricOperator
{
    private readonly Objective _objective;
    private readonly double[] _theta;
    private double _error;
    private double[]? _gradient;

    /// <summary>The Hessian of an objective at θ. θ is copied.</summary>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ, n entries, finite.</param>
    /// <exception cref="ArgumentNullException">The objective is null.</exception>
    /// <exception cref="ArgumentException">An entry of θ is not finite.</exception>
    public HessianOperator(Objective objective, ReadOnlySpan<double> theta)
        : base(theta.Length)
    {
        ArgumentNullException.ThrowIfNull(objective);
        _objective = objective;
        _theta = CopyOf(theta);
    }

    /// <inheritdoc/>
    public override bool IsExact => _objective.HasProduct && !_objective.Options.SinglePrecision;

    /// <inheritdoc/>
    public override double ProductError => _error;

    /// <summary>What the products so far have cost the objective.</summary>
    public EvaluationCounts Evaluations { get; private set; }

    /// <summary>The least distance from θ within which the products so far saw a kink of the loss; ∞ if they saw none.</summary>
    internal double KinkDistance { get; private set; } = double.PositiveInfinity;

    /// <inheritdoc/>
    internal override EvaluationCounts Cost => Evaluations;

    /// <summary>A copy of θ, if it is finite.</summary>
    internal static double[] CopyOf(ReadOnlySpan<double> theta)
    {
        for (var i = 0; i < theta.Length; i++)
        {
            if (!double.IsFinite(theta[i]))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"Entry {i} of θ is {theta[i]}; it must be finite."), nameof(theta));
            }
        }

        return theta.ToArray();
    }

    /// <inheritdoc/>
    protected override void Apply(ReadOnlySpan<double> vector, Span<double> product)
    {
        var before = _objective.Evaluations;
        try
        {
            var error = _objective.Product(_theta, vector, product, ref _gradient, out var kink) + Rounding(product);
            KinkDistance = Math.Min(KinkDistance, kink);
            if (error > 0)
                _error = Math.Max(_error, error / Reduction.Norm(vector));
        }
        finally
        {
            Evaluations += _objective.Evaluations - before;
        }
    }

    private double Rounding(ReadOnlySpan<double> product) =>
        _objective.Options.SinglePrecision ? SingleRounding(Dimension) * Reduction.Norm(product) : 0;

    /// <summary>In single precision: 2⁻²⁴ of the product an operation, which over sums of 2¹⁶ terms, or n, add up like random numbers.</summary>
    internal static double SingleRounding(int dimension) => Math.ScaleB(Math.Sqrt(Math.Max(65536, dimension)), -24);

    /// <summary>
    /// True if the product with a random vector was computed in floats: every entry of it is one. Of a vector with small entries it is no sign: the
    /// product with (1, 10⁻¹⁷) is a column of the matrix. Nor is it of one that H nearly takes to zero.
    /// </summary>
    internal static bool AreFloats(ReadOnlySpan<double> product, ReadOnlySpan<double> vector)
    {
        double least = double.PositiveInfinity, largest = 0;
        foreach (var entry in vector)
            (least, largest) = (Math.Min(least, Math.Abs(entry)), Math.Max(largest, Math.Abs(entry)));
        return least > 1e-6 * largest && Objective.AreFloats(product) && !Objective.AreFloats(vector);
    }
}
