using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature.Functions;

namespace Optimizers.Curvature;

/// <summary>
/// What a point θ₀ is to a loss L, from the gradient g = ∇L(θ₀) and the Hessian H = ∇²L(θ₀): by the second-order expansion
/// L(θ₀ + d) ≈ L(θ₀) + dᵀg + ½dᵀHd, a minimum, a maximum, a saddle, or none that the expansion can tell.
/// </summary>
/// <remarks>
/// <para>
/// With H = UΛUᵀ, an eigenvalue is positive above the tolerance τ, negative below −τ, and zero between (<see cref="ToleranceSources"/>); or above and
/// below ±ε, where the caller gave an ε larger than that (<see cref="CriticalPointOptions.FlatCurvature"/>).
/// </para>
/// <para>
/// Whether g is small is for the curvature to say. With ε_g the <see cref="GradientTolerance"/>, the critical point of the expansion is
/// at the distance ρ = √Σ(max(0, |uᵢᵀg| − ε_g)/|λᵢ|)², the sum over the non-zero eigenvalues; along the zero ones it has a critical point only if
/// the gradient there is no more than ε_g and what an eigenvalue within the error of H makes of the radius. θ₀ is critical if ρ is at most
/// the radius. This does not change when the loss is multiplied by a positive number, or the coordinates are rotated.
/// </para>
/// <para>
/// Where the Hessian is not at hand as a matrix (<see cref="IsSpectrumComplete"/> is false), the ends of its spectrum are located by products alone,
/// and the result is the pair of the field: θ₀ is (ε_g, ε_H)-second-order stationary with ε_g = ‖g‖ and ε_H = <see cref="NegativeCurvatureBound"/>.
/// </para>
/// <para>The kind rests on numbers with error bounds; what is proven, probable or estimated of it is said by the <see cref="Claims"/>.</para>
/// </remarks>
public sealed partial class CriticalPoint
{
    private readonly Lazy<Vector<double>> _eigenvalues;
    private readonly Lazy<Matrix<double>> _eigenvectors;

    /// <summary>A point as the second order shows it; what else was found out is set beside it.</summary>
    internal CriticalPoint(SecondOrder secondOrder, List<Claim> claims)
    {
        SecondOrder = secondOrder;
        Kind = secondOrder.Kind;
        Claims = claims.AsReadOnly();
        _eigenvalues = new(() => Vector<double>.Build.DenseOfArray(secondOrder.Eigenvalues));
        _eigenvectors = new(() => Matrix<double>.Build.DenseOfColumnMajor(
            secondOrder.Dimension, secondOrder.Eigenvalues.Length, secondOrder.Vectors));
    }

    // The same point, with what its classification took.
    private CriticalPoint(CriticalPoint other)
        : this(other.SecondOrder, [.. other.Claims])
    {
        Kind = other.Kind;
        ProvenOf = other.ProvenOf;
        KindAtCriticalPoint = other.KindAtCriticalPoint;
        IsQuadraticModel = other.IsQuadraticModel;
        Trail = other.Trail;
        IsAtCriticalPoint = other.IsAtCriticalPoint;
        Kink = other.Kink;
        WayDown = other.WayDown;
        FlatDirections = other.FlatDirections;
        KinkDistance = other.KinkDistance;
    }

    /// <summary>What the point is.</summary>
    public CriticalPointKind Kind { get; internal init; }

    /// <summary>
    /// What <see cref="Kind"/> is proven of: the signs of the matrix as it is stored, those of every Hessian within its stated error, or a critical
    /// point of the loss itself within the radius, and its kind. Null where it rests on numbers with their tolerances: eigenvalues, and, of an
    /// objective, how little the Hessian changes on the way to the critical point.
    /// </summary>
    public ClaimSubject? ProvenOf { get; internal init; }

    /// <summary>
    /// What the critical point is to which Newton's steps from θ lead, however far it is: <see cref="Kind"/> itself where it is within the radius,
    /// and <see cref="CriticalPointKind.NotCritical"/> where they lead to none.
    /// </summary>
    public CriticalPointKind KindAtCriticalPoint { get; internal init; }

    /// <summary>
    /// δ, how much the Hessian changes over the step to the critical point, measured against itself: the norm of B^T(H₁ − H₀)B, B = U|Λ|^(−½). Up to
    /// ¼ the signs of the Hessian are taken for those of the critical point. NaN where only a matrix is known, and where no step was taken.
    /// </summary>
    public double HessianChange => Trail?.Change ?? double.NaN;

    /// <summary>
    /// What the point can still be: <see cref="Kind"/> itself where that is decided. A degenerate point with positive eigenvalues is no maximum,
    /// one with negative ones no minimum; one that is flat in all directions can be anything. The minimum may then be one of a
    /// whole valley. In a space of no dimension the only point is minimum and maximum at once.
    /// </summary>
    public IReadOnlyList<CriticalPointKind> PossibleKinds =>
        Kind == CriticalPointKind.Undecided ? [CriticalPointKind.LocalMinimum, CriticalPointKind.LocalMaximum, CriticalPointKind.Saddle]
        : Kind != CriticalPointKind.Degenerate ? [Kind]
        : Dimension == 0 ? [CriticalPointKind.LocalMinimum, CriticalPointKind.LocalMaximum]
        : Rising > 0 ? [CriticalPointKind.LocalMinimum, CriticalPointKind.Saddle]
        : Falling > 0 ? [CriticalPointKind.LocalMaximum, CriticalPointKind.Saddle]
        : [CriticalPointKind.LocalMinimum, CriticalPointKind.LocalMaximum, CriticalPointKind.Saddle];

    /// <summary>The number n of parameters.</summary>
    public int Dimension => SecondOrder.Dimension;

    /// <summary>True if the Hessian was decomposed, all n eigenvalues of it; false if it was known by its products alone.</summary>
    public bool IsSpectrumComplete => SecondOrder.IsSpectrumComplete;

    /// <summary>
    /// The eigenvalues of (H + Hᵀ)/2 that were computed, ascending: all n where the Hessian was decomposed; else the Rayleigh
    /// quotients at the ends where negative curvature was found, and none where it was not. Not to be written to.
    /// </summary>
    public Vector<double> Eigenvalues => _eigenvalues.Value;

    /// <summary>
    /// Their eigenvectors, one a column, in the order of <see cref="Eigenvalues"/>, of length 1; of a decomposed Hessian the largest entry
    /// positive (the first of equal ones). Not to be written to. Those of a decomposed Hessian are made when they are first asked for, in O(n³).
    /// </summary>
    public Matrix<double> Eigenvectors => _eigenvectors.Value;

    /// <summary>λmin, or the best estimate of it (the smallest Ritz value); NaN in a space of no dimension.</summary>
    public double SmallestEigenvalue => SecondOrder.SmallestEigenvalue;

    /// <summary>λmax, or the best estimate of it (the largest Ritz value); NaN in a space of no dimension.</summary>
    public double LargestEigenvalue => SecondOrder.LargestEigenvalue;

    /// <summary>Contains λmin, by the tolerance τ or, without a decomposition, but for the probability that the claims say.</summary>
    public EigenvalueInterval SmallestInterval => SecondOrder.SmallestInterval;

    /// <summary>Contains λmax, in the same sense.</summary>
    public EigenvalueInterval LargestInterval => SecondOrder.LargestInterval;

    /// <summary>ε_H ≥ 0: there is no curvature below −ε_H, in the sense of <see cref="SmallestInterval"/>. In the units of H.</summary>
    public double NegativeCurvatureBound => Math.Max(0, -SmallestInterval.Lower);

    /// <summary>
    /// n₋, the number of eigenvalues below −<see cref="NegativeThreshold"/>; without a decomposition those found, of which there may be more.
    /// </summary>
    public int NegativeCount => SecondOrder.NegativeCount;

    /// <summary>
    /// n₀, the number of eigenvalues between the thresholds: without an ε of the caller's, those that cannot be told from zero, |λ| ≤ τ. Without a
    /// decomposition the flat directions that the declared symmetries explain.
    /// </summary>
    public int ZeroCount => SecondOrder.ZeroCount;

    /// <summary>
    /// n₊, the number of eigenvalues above <see cref="PositiveThreshold"/>; without a decomposition those found, of which there may be more.
    /// </summary>
    public int PositiveCount => SecondOrder.PositiveCount;

    /// <summary>Why n₀ directions are flat, where symmetries were declared (<see cref="CriticalPointOptions.Symmetries"/>); else null.</summary>
    public FlatDirections? FlatDirections { get; internal init; }

    /// <summary>
    /// What is claimed, each claim about this matrix, the true Hessian or the loss, and how sure each is: proven, probable or estimated.
    /// </summary>
    public IReadOnlyList<Claim> Claims { get; }

    /// <summary>
    /// The radius around θ within which the loss is smooth, by the word of the objective (<see cref="Objective.SmoothRadius"/>): the claims hold
    /// inside it. Null where the objective cannot tell.
    /// </summary>
    public double? SmoothRadius { get; private init; }

    /// <summary>
    /// The least distance from θ within which the differences of gradients that were taken saw a kink, as of ReLU
    /// (<see cref="Objective.Product(ReadOnlySpan{double}, ReadOnlySpan{double}, Span{double}, out double)"/>): the claims hold inside the smooth
    /// piece at θ. ∞ if none was seen.
    /// </summary>
    public double KinkDistance { get; internal init; } = double.PositiveInfinity;

    /// <summary>What the classification evaluated; nothing where the Hessian was given.</summary>
    public EvaluationCounts Evaluations { get; private init; }

    /// <summary>τ, the magnitude up to which an eigenvalue counts as zero, in the units of H.</summary>
    public double Tolerance => SecondOrder.Tolerance;

    /// <summary>Where τ comes from.</summary>
    internal ToleranceSources ToleranceSources => SecondOrder.ToleranceSources;

    /// <summary>
    /// Curvature counts as negative below minus this: the <see cref="PositiveThreshold"/>, or √(ρ‖g‖) where
    /// <see cref="CriticalPointOptions.HessianLipschitz"/> ρ was given and that is more. In the units of H.
    /// </summary>
    public double NegativeThreshold => SecondOrder.NegativeThreshold;

    /// <summary>
    /// Curvature counts as positive above this: τ, or <see cref="CriticalPointOptions.FlatCurvature"/> where that is more. In the units of H.
    /// </summary>
    public double PositiveThreshold => SecondOrder.PositiveThreshold;

    /// <summary>
    /// How much more error H may have, in the 2-norm and beyond what τ allows for, before <see cref="Kind"/> can change its signs (Weyl):
    /// the least |λ| − τ of a minimum or a maximum, min(−λmin, λmax) − τ of a saddle (the thresholds, where they are larger than τ), and
    /// 0 where no sign decides.
    /// </summary>
    public double Margin => Kind switch
    {
        CriticalPointKind.LocalMinimum => Math.Max(0, SmallestInterval.Lower - (PositiveThreshold - Tolerance)),
        CriticalPointKind.LocalMaximum => Math.Max(0, -LargestInterval.Upper - (NegativeThreshold - Tolerance)),
        CriticalPointKind.Saddle => Math.Max(0, Math.Min(
            -SmallestInterval.Upper - (NegativeThreshold - Tolerance), LargestInterval.Lower - (PositiveThreshold - Tolerance))),
        _ => 0,
    };

    /// <summary>‖g‖₂.</summary>
    public double GradientNorm => SecondOrder.GradientNorm;

    /// <summary>
    /// ε_g, the magnitude up to which a component of the gradient counts as zero: the caller's bound on its error, its rounding to single
    /// precision if it has one, and the rounding of H over a unit distance, n·ε·‖H‖₂, than which no gradient is better known.
    /// </summary>
    public double GradientTolerance => SecondOrder.GradientTolerance;

    /// <summary>The norm of the gradient within the eigenvectors whose eigenvalues count as zero.</summary>
    public double FlatGradientNorm => SecondOrder.FlatGradientNorm;

    /// <summary>
    /// The <see cref="FlatGradientNorm"/> up to which the point can be critical: <see cref="GradientTolerance"/>, and the error of H over
    /// the <see cref="Radius"/>.
    /// </summary>
    public double FlatGradientTolerance => SecondOrder.FlatGradientTolerance;

    /// <summary>
    /// ρ, the distance to the critical point of the second-order expansion, in the units of the parameters; ∞ if the gradient along the flat
    /// directions exceeds <see cref="FlatGradientTolerance"/>, since the expansion has no critical point then. Without a decomposition it is solved
    /// for by MINRES, to a thousandth of the gradient, and not beyond the radius: outside it, this is a lower bound.
    /// </summary>
    public double DistanceToCriticalPoint => SecondOrder.DistanceToCriticalPoint;

    /// <summary>
    /// max |pᵢ|/sᵢ, p the way to the critical point and s the scale of the parameters (<see cref="CriticalPointOptions.ParameterScale"/>): the point
    /// counts as critical up to <see cref="Radius"/>. It has no units. <see cref="DistanceToCriticalPoint"/> where no scale is known.
    /// </summary>
    public double RelativeDistance => SecondOrder.RelativeDistance;

    /// <summary>The <see cref="RelativeDistance"/> up to which the point counts as critical.</summary>
    public double Radius => SecondOrder.Radius;

    /// <summary>The numbers that the classification rests on.</summary>
    internal SecondOrder SecondOrder { get; }

    /// <summary>True if only a matrix and a gradient were given: what is said is said of their quadratic model.</summary>
    internal bool IsQuadraticModel { get; init; }

    /// <summary>True if the eigenvalues are those of the critical point to which Newton's steps lead, not of θ.</summary>
    internal bool IsAtCriticalPoint { get; init; }

    /// <summary>Whether θ, or the critical point, is on a kink.</summary>
    internal KinkTest.Finding Kink { get; init; }

    /// <summary>The way to the critical point; null where none was gone.</summary>
    internal NewtonTrail? Trail { get; init; }

    /// <summary>How many directions the loss rises along from the critical point, as far as the second order says.</summary>
    internal int Rising => Trail is { } trail ? Dimension - trail.NullCount - trail.NegativeCount : PositiveCount;

    /// <summary>How many it falls along.</summary>
    internal int Falling => Trail is { } trail ? trail.NegativeCount : NegativeCount;

    /// <summary>Along how many the second order is silent.</summary>
    internal int Silent => Trail is { } trail ? trail.NullCount : ZeroCount;

    /// <summary>From a degenerate point: a curve along which the loss falls by its higher orders; else null.</summary>
    internal DescentCurve? WayDown { get; init; }

    /// <summary>
    /// A few lines: what the point is, the eigenvalues that decide, how sure that is, with a line for each claim, the gradient, and the way out.
    /// </summary>
    public override string ToString() => new CriticalPointText(this).ToString();

    /// <summary>The same point, with what its classification evaluated, and how far around θ the loss is smooth.</summary>
    internal CriticalPoint With(EvaluationCounts evaluations, double? smoothRadius) =>
        new(this) { Evaluations = evaluations, SmoothRadius = smoothRadius };
}
