using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

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
/// Where the Hessian is not at hand as a matrix (<see cref="IsSpectrumComplete"/> is false), the ends of its spectrum are located by products alone, and
/// the result is the pair of the field: θ₀ is (ε_g, ε_H)-second-order stationary with ε_g = ‖g‖ and ε_H = <see cref="NegativeCurvatureBound"/>.
/// </para>
/// <para>The kind rests on numbers with error bounds; what is proven, probable or estimated of it is said by the <see cref="Claims"/>.</para>
/// </remarks>
public sealed partial class CriticalPoint
{
    private const double DoubleEpsilon = 2.220446049250313e-16;
    private const double SingleEpsilon = 1.1920928955078125e-07;

    // The computed eigenvectors, one behind the other.
    private readonly double[] _vectors;

    // Uᵀg in the units of g.
    private readonly double[] _slopes;

    private readonly List<Claim> _claims = [];

    private CriticalPoint(SymmetricEigenSystem system, double[] gradient, CriticalPointOptions options, double epsilon)
    {
        _vectors = system.Vectors;
        Dimension = system.Dimension;
        IsSpectrumComplete = true;
        Radius = options.Radius;
        var n = system.Dimension;
        var lambda = system.Values;

        // Both sides of every comparison are in units of 2ᵉ: of H's power of two, or of g's.
        var frobeniusNorm = Math.Sqrt(SymmetricEigenSystem.Dot(lambda, lambda));
        var single = epsilon == DoubleEpsilon ? 0 : epsilon;
        var sources = new ToleranceSources
        {
            Rounding = n * DoubleEpsilon * system.Norm,
            Residual = system.Residual,
            HessianError = Math.ScaleB(options.HessianError, -system.Exponent),
            SingleRounding = single * frobeniusNorm,
            Asymmetry = system.Asymmetry,
        };
        ToleranceSources = sources.Scale(system.Exponent, options.HessianError);

        var exponent = SymmetricEigenSystem.ScaleToOne(gradient);
        var toGradient = system.Exponent - exponent;
        var norm = Math.Sqrt(SymmetricEigenSystem.Dot(gradient, gradient));
        GradientNorm = Math.ScaleB(norm, exponent);
        PositiveThreshold = Math.Max(Tolerance, options.FlatCurvature);
        NegativeThreshold = Math.Max(PositiveThreshold, HiddenCurvature(options));
        var positive = Math.Max(sources.Total, Math.ScaleB(options.FlatCurvature, -system.Exponent));
        var negative = Math.Max(positive, Math.ScaleB(HiddenCurvature(options), -system.Exponent));
        NegativeCount = lambda.Count(value => value < -negative);
        PositiveCount = lambda.Count(value => value > positive);
        ZeroCount = n - NegativeCount - PositiveCount;
        var gradientTolerance = Math.ScaleB(options.GradientError, -exponent) + single * norm
            + Math.ScaleB(sources.Decomposition + sources.SingleRounding, toGradient);
        var flatTolerance = gradientTolerance + Math.ScaleB(sources.Input * Radius, toGradient);

        _slopes = new double[n];
        double flat = 0, distance = 0;
        for (var i = 0; i < n; i++)
        {
            var slope = SymmetricEigenSystem.Dot(system.Vector(i), gradient);
            _slopes[i] = Math.ScaleB(slope, exponent);
            if (Math.Abs(lambda[i]) <= sources.Total)
                flat += slope * slope;
            else
                distance += Square(Math.Max(0, Math.Abs(slope) - gradientTolerance) / lambda[i]);
        }

        FlatGradientNorm = Math.ScaleB(Math.Sqrt(flat), exponent);
        GradientTolerance = options.GradientError + single * GradientNorm + ToleranceSources.Decomposition + ToleranceSources.SingleRounding;
        FlatGradientTolerance = GradientTolerance + ToleranceSources.Input * Radius;
        DistanceToCriticalPoint = Math.Sqrt(flat) <= flatTolerance
            ? Math.ScaleB(Math.Sqrt(distance), -toGradient)
            : double.PositiveInfinity;

        Eigenvalues = Vector<double>.Build.Dense(n, i => Math.ScaleB(lambda[i], system.Exponent));
        Eigenvectors = Matrix<double>.Build.Dense(n, n, system.Vectors);
        (SmallestEigenvalue, LargestEigenvalue) = n == 0 ? (double.NaN, double.NaN) : (Eigenvalues[0], Eigenvalues[^1]);
        SmallestInterval = new(SmallestEigenvalue - Tolerance, SmallestEigenvalue + Tolerance);
        LargestInterval = new(LargestEigenvalue - Tolerance, LargestEigenvalue + Tolerance);
        Kind = DistanceToCriticalPoint > Radius ? CriticalPointKind.NotCritical
            : NegativeCount > 0 && PositiveCount > 0 ? CriticalPointKind.Saddle
            : n == 0 || ZeroCount > 0 ? CriticalPointKind.Degenerate
            : PositiveCount > 0 ? CriticalPointKind.LocalMinimum
            : CriticalPointKind.LocalMaximum;
    }

    /// <summary>What the point is.</summary>
    public CriticalPointKind Kind { get; private set; }

    /// <summary>
    /// What the point can still be: <see cref="Kind"/> itself where that is decided. A degenerate point with positive eigenvalues is no maximum,
    /// one with negative ones no minimum; one that is flat in all directions can be anything. The minimum may then be one of a
    /// whole valley. In a space of no dimension the only point is minimum and maximum at once.
    /// </summary>
    public IReadOnlyList<CriticalPointKind> PossibleKinds =>
        Kind != CriticalPointKind.Degenerate ? [Kind]
        : Dimension == 0 ? [CriticalPointKind.LocalMinimum, CriticalPointKind.LocalMaximum]
        : PositiveCount > 0 ? [CriticalPointKind.LocalMinimum, CriticalPointKind.Saddle]
        : NegativeCount > 0 ? [CriticalPointKind.LocalMaximum, CriticalPointKind.Saddle]
        : [CriticalPointKind.LocalMinimum, CriticalPointKind.LocalMaximum, CriticalPointKind.Saddle];

    /// <summary>The number n of parameters.</summary>
    public int Dimension { get; }

    /// <summary>True if the Hessian was decomposed, all n eigenvalues of it; false if it was known by its products alone.</summary>
    public bool IsSpectrumComplete { get; }

    /// <summary>
    /// The eigenvalues of (H + Hᵀ)/2 that were computed with their vectors, ascending: all n where the Hessian was decomposed; else the Rayleigh
    /// quotients at the ends where negative curvature was found, and none where it was not. Not to be written to.
    /// </summary>
    public Vector<double> Eigenvalues { get; }

    /// <summary>
    /// Their eigenvectors, one a column, in the order of <see cref="Eigenvalues"/>, of length 1; of a decomposed Hessian the largest entry
    /// positive (the first of equal ones). Not to be written to.
    /// </summary>
    public Matrix<double> Eigenvectors { get; }

    /// <summary>λmin, or the best estimate of it (the smallest Ritz value); NaN in a space of no dimension.</summary>
    public double SmallestEigenvalue { get; }

    /// <summary>λmax, or the best estimate of it (the largest Ritz value); NaN in a space of no dimension.</summary>
    public double LargestEigenvalue { get; }

    /// <summary>Contains λmin, by the tolerance τ or, without a decomposition, but for the probability that the claims say.</summary>
    public EigenvalueInterval SmallestInterval { get; }

    /// <summary>Contains λmax, in the same sense.</summary>
    public EigenvalueInterval LargestInterval { get; }

    /// <summary>ε_H ≥ 0: there is no curvature below −ε_H, in the sense of <see cref="SmallestInterval"/>. In the units of H.</summary>
    public double NegativeCurvatureBound => Math.Max(0, -SmallestInterval.Lower);

    /// <summary>n₋, the number of eigenvalues below −<see cref="NegativeThreshold"/>; without a decomposition those found, of which there may be more.</summary>
    public int NegativeCount { get; }

    /// <summary>
    /// n₀, the number of eigenvalues between the thresholds: without an ε of the caller's, those that cannot be told from zero, |λ| ≤ τ. Without a
    /// decomposition the flat directions that the declared symmetries explain.
    /// </summary>
    public int ZeroCount { get; }

    /// <summary>n₊, the number of eigenvalues above <see cref="PositiveThreshold"/>; without a decomposition those found, of which there may be more.</summary>
    public int PositiveCount { get; }

    /// <summary>Why n₀ directions are flat, where symmetries were declared (<see cref="CriticalPointOptions.Symmetries"/>); else null.</summary>
    public FlatDirections? FlatDirections { get; private set; }

    /// <summary>
    /// What is claimed, each claim about this matrix, the true Hessian or the loss, and how sure each is: proven, probable or estimated.
    /// </summary>
    public IReadOnlyList<Claim> Claims => _claims;

    /// <summary>
    /// The radius around θ within which the loss is smooth, by the word of the objective (<see cref="Objective.SmoothRadius"/>): the claims hold inside it. Null
    /// where the objective cannot tell.
    /// </summary>
    public double? SmoothRadius { get; private set; }

    /// <summary>
    /// The least distance from θ within which the differences of gradients that were taken saw a kink, as of ReLU (<see cref="Objective.KinkDistance"/>):
    /// the claims hold inside the smooth piece at θ. ∞ if none was seen.
    /// </summary>
    public double KinkDistance { get; private set; } = double.PositiveInfinity;

    /// <summary>What the classification evaluated; nothing where the Hessian was given.</summary>
    public EvaluationCounts Evaluations { get; private set; }

    /// <summary>τ, the magnitude up to which an eigenvalue counts as zero, in the units of H.</summary>
    public double Tolerance => ToleranceSources.Total;

    /// <summary>Where τ comes from.</summary>
    public ToleranceSources ToleranceSources { get; }

    /// <summary>
    /// Curvature counts as negative below minus this: the <see cref="PositiveThreshold"/>, or √(ρ‖g‖) where <see cref="CriticalPointOptions.HessianLipschitz"/>
    /// ρ was given and that is more. In the units of H.
    /// </summary>
    public double NegativeThreshold { get; }

    /// <summary>Curvature counts as positive above this: τ, or <see cref="CriticalPointOptions.FlatCurvature"/> where that is more. In the units of H.</summary>
    public double PositiveThreshold { get; }

    /// <summary>
    /// How much more error H may have, in the 2-norm and beyond what τ allows for, before <see cref="Kind"/> can change its signs (Weyl):
    /// the least |λ| − τ of a minimum or a maximum, min(−λmin, λmax) − τ of a saddle (the thresholds, where they are larger than τ), and 0 where no sign
    /// decides.
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
    public double GradientNorm { get; }

    /// <summary>
    /// ε_g, the magnitude up to which a component of the gradient counts as zero: the caller's bound on its error, its rounding to single
    /// precision if it has one, and the rounding of H over a unit distance, n·ε·‖H‖₂, than which no gradient is better known.
    /// </summary>
    public double GradientTolerance { get; }

    /// <summary>The norm of the gradient within the eigenvectors whose eigenvalues count as zero.</summary>
    public double FlatGradientNorm { get; }

    /// <summary>
    /// The <see cref="FlatGradientNorm"/> up to which the point can be critical: <see cref="GradientTolerance"/>, and the error of H over
    /// the <see cref="Radius"/>.
    /// </summary>
    public double FlatGradientTolerance { get; }

    /// <summary>
    /// ρ, the distance to the critical point of the second-order expansion, in the units of the parameters; ∞ if the gradient along the
    /// flat directions exceeds <see cref="FlatGradientTolerance"/>, since the expansion has no critical point then. Without a decomposition it is solved
    /// for by MINRES, to a thousandth of the gradient, and not beyond the radius: outside it, this is a lower bound.
    /// </summary>
    public double DistanceToCriticalPoint { get; }

    /// <summary>The distance up to which the point counts as critical.</summary>
    public double Radius { get; }

    /// <summary>Classifies a point with <see cref="CriticalPointOptions"/> at their defaults.</summary>
    /// <inheritdoc cref="Classify(Matrix{double}, Vector{double}, CriticalPointOptions)"/>
    public static CriticalPoint Classify(Matrix<double> hessian, Vector<double> gradient) =>
        Classify(hessian, gradient, CriticalPointOptions.Default);

    /// <summary>Classifies a point by the eigenvalues of its Hessian. O(n³) time, up to five copies of H in memory.</summary>
    /// <remarks>H is decomposed block by block where its non-zero entries leave its coordinates in groups that do not couple.</remarks>
    /// <param name="hessian">H, n × n and symmetric but for rounding. It is not changed.</param>
    /// <param name="gradient">g, n entries. It is not changed.</param>
    /// <param name="options">The errors of H and g, the radius, and what else may be said.</param>
    /// <returns>The classified point.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// H is not square, g has another length, an entry is not finite, H is not symmetric beyond its rounding and error, or ‖H‖₂ overflows.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="NonConvergenceException">The iteration for the eigenvalues did not converge.</exception>
    public static CriticalPoint Classify(Matrix<double> hessian, Vector<double> gradient, CriticalPointOptions options)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(options);
        ThrowIfShapesDiffer(hessian, gradient);
        return Classify(hessian.ToColumnMajorArray(), gradient.ToArray(), options, DoubleEpsilon, isBound: true);
    }

    /// <inheritdoc cref="Classify(Matrix{float}, Vector{float}, CriticalPointOptions)"/>
    public static CriticalPoint Classify(Matrix<float> hessian, Vector<float> gradient) =>
        Classify(hessian, gradient, CriticalPointOptions.Default);

    /// <summary>
    /// Classifies a point whose Hessian is in single precision. The decomposition is in double; the tolerance grows by one unit in the last
    /// place of every entry, 2⁻²³‖H‖_F. A Hessian with more error than that needs <see cref="CriticalPointOptions.HessianError"/>.
    /// </summary>
    /// <inheritdoc cref="Classify(Matrix{double}, Vector{double}, CriticalPointOptions)"/>
    public static CriticalPoint Classify(Matrix<float> hessian, Vector<float> gradient, CriticalPointOptions options)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(options);
        ThrowIfShapesDiffer(hessian, gradient);
        return Classify(Widen(hessian.ToColumnMajorArray()), Widen(gradient.ToArray()), options, SingleEpsilon, isBound: true);
    }

    // The errors in the options are bounds, or one of them is an estimate.
    private static CriticalPoint Classify(double[] hessian, double[] gradient, CriticalPointOptions options, double epsilon, bool isBound)
    {
        var n = gradient.Length;
        Arguments.ThrowIfNotFinite(hessian, nameof(hessian), "Hessian", k => $"h[{k % n},{k / n}]");
        Arguments.ThrowIfNotFinite(gradient, nameof(gradient), "gradient", "g");
        var system = SymmetricEigenSystem.Of([.. hessian], n, epsilon, options.HessianError, options.CancellationToken);
        var point = new CriticalPoint(system, gradient, options, epsilon);
        if (n > 0 && options.Certify)
            point.Certify(hessian, isBound, options.CancellationToken);
        return point;
    }

    private static void ThrowIfShapesDiffer<T>(Matrix<T> hessian, Vector<T> gradient) where T : struct, IEquatable<T>, IFormattable
    {
        int rows = hessian.RowCount, columns = hessian.ColumnCount;
        if (rows != columns)
            throw new ArgumentException($"The Hessian must be square; it is {rows}×{columns}.", nameof(hessian));
        if (rows != gradient.Count)
            throw new ArgumentException($"The gradient has {gradient.Count} entries; the {rows}×{columns} Hessian needs {rows}.", nameof(gradient));
    }

    // (a) and (b): what is proven of the signs of this matrix, and of the true Hessian within its error.
    private void Certify(double[] hessian, bool isBound, CancellationToken cancellationToken)
    {
        var error = ToleranceSources.HessianError + ToleranceSources.SingleRounding; // An asymmetry by rounding is inside the proofs.
        var first = _vectors.AsSpan(0, Dimension);
        var last = _vectors.AsSpan(_vectors.Length - Dimension);
        _claims.AddRange(DenseCertificate.Of(hessian, Eigenvalues.AsArray(), first, last, error, isBound, cancellationToken).Claims);
        if (NegativeCount < Dimension && PositiveCount < Dimension)
            Count(hessian, error, isBound, cancellationToken);
    }

    // (n₋, n₀, n₊), where more than one of them is not zero.
    private void Count(double[] hessian, double error, bool isBound, CancellationToken cancellationToken)
    {
        const string Evidence = "LDLᵀ at both ends of the interval, by Sylvester, its residual included";
        var nearestBelow = NegativeCount == 0 ? 0 : -Eigenvalues[NegativeCount - 1];
        var nearestAbove = PositiveCount == 0 ? 0 : Eigenvalues[Dimension - PositiveCount];
        var bounds = InertiaBounds.Of(
            hessian, Dimension, -Between(NegativeThreshold, nearestBelow), Between(PositiveThreshold, nearestAbove), 0, cancellationToken);
        if (bounds.Negative != NegativeCount || bounds.Positive != PositiveCount || !bounds.IsSigned)
            return; // An eigenvalue nearer to a shift than the proof can see.
        _claims.Add(Claim.Proven(ClaimSubject.Matrix, $"H has {bounds}", Evidence));
        if (error == 0 || bounds.Within(error) is not { IsSigned: true } trueBounds)
            return;
        var statement = $"∇²L(θ) has {trueBounds}";
        _claims.Add(isBound
            ? Claim.Proven(ClaimSubject.Hessian, statement, $"{Evidence}, and the error of H of {BoundText.Above(error)} (Weyl)")
            : Claim.Estimated(ClaimSubject.Hessian, statement, $"{Evidence}, and an error of H that is itself only estimated, at {BoundText.Nearest(error)}"));

        // The caller's ε as it is; else far from the eigenvalues on both sides.
        double Between(double threshold, double nearest) =>
            threshold > Tolerance || nearest == 0 ? threshold : Math.Sqrt(threshold) * Math.Sqrt(nearest);
    }

    private ReadOnlySpan<double> VectorAt(int i) => _vectors.AsSpan(i * Dimension, Dimension);

    private static double[] Widen(float[] entries) => Array.ConvertAll(entries, entry => (double)entry);

    private static double Square(double x) => x * x;
}
