using System.Globalization;
using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>
/// What the caller knows about the errors of a Hessian and a gradient, how near a critical point must be, how sure the answer shall be, and what
/// it may cost.
/// </summary>
public sealed record CriticalPointOptions
{
    /// <summary>
    /// A bound on ‖H − H*‖₂, H the matrix that is given and H* the true Hessian: of finite differences, of a mini-batch.
    /// In the units of H; finite, ≥ 0. Default 0: H is exact but for rounding.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double HessianError { get; init => field = Arguments.NotNegative(value); }

    /// <summary>A bound on ‖g − g*‖₂ of the gradient. In the units of g; finite, ≥ 0. Default 0: exact but for rounding.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double GradientError { get; init => field = Arguments.NotNegative(value); }

    /// <summary>
    /// A point counts as critical if the critical point is no farther away than this part of the scale of every parameter, |pᵢ| ≤ radius·sᵢ
    /// (<see cref="ParameterScale"/>); of a matrix and a gradient without a scale, if ‖p‖₂ is no more than this. Finite, > 0. Default 10⁻³.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative or not finite.</exception>
    public double Radius { get; init => field = Arguments.Positive(value); } = 1e-3;

    /// <summary>
    /// s: what counts as a notable change of each parameter, in its own units; n entries, or one for all, each finite and > 0. It decides what is
    /// near, and so whether the point counts as critical; never what the critical point is. Default null: of an objective
    /// <see cref="ObjectiveOptions.ParameterScale"/>, or max(|θᵢ|, the root mean square of its block), the blocks those of its layout, and no more
    /// than the loss lets a parameter move that is much smaller than the others; 1 where the root mean square of all of θ is below 2⁻²⁶, as good as
    /// 0, and where only a matrix is known.
    /// </summary>
    /// <exception cref="ArgumentException">Empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A scale is zero, negative or not finite.</exception>
    public IReadOnlyList<double>? ParameterScale
    {
        get;
        init => field = value is null ? null : GivenScales.Checked(value, nameof(ParameterScale));
    }

    /// <summary>
    /// ε: curvature of no more than this counts as flat, so that n₋, n₀ and n₊ are counted at ±ε: of a network, the curvature that its training does
    /// not notice. In the units of H; finite, ≥ 0. Default 0: flat is what the errors leave undecided, τ, which ε never goes below.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double FlatCurvature { get; init => field = Arguments.NotNegative(value); }

    /// <summary>
    /// True (the default): what the eigenvalues say is proven where it can be, which takes one to three factorizations of a Hessian that is
    /// at hand. False: the eigenvalues alone.
    /// </summary>
    public bool Certify { get; init; } = true;

    /// <summary>
    /// Up to this n the Hessian of an objective is made and decomposed (O(n³), n products where the objective has no Hessian); beyond it only its
    /// products are used. At least 0; default 1,000.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int DenseLimit { get; init => field = Arguments.NotNegative(value); } = 1000;

    /// <summary>
    /// Without a decomposition: the fraction ε of the width of the spectrum to which its ends are wanted. In (0, ½); default 0.01.
    /// <see cref="ExtremeEigenvalues.Price(int, double, double)"/> tells the products.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not in (0, ½).</exception>
    public double Fraction { get; init => field = Arguments.Between(value, 0, 0.5); } = 0.01;

    /// <summary>
    /// Without a decomposition: to which λmin itself is wanted, in the units of H, instead of <see cref="Fraction"/>. Finite, > 0; null (the default)
    /// for the fraction. It costs about 11·√(width/resolution) products.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative or not finite.</exception>
    public double? Resolution { get; init => field = value is { } resolution ? Arguments.Positive(resolution) : null; }

    /// <summary>δ: the probability, over the random start, that a probable claim is wrong. In (0, 1); default 10⁻⁶.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not in (0, 1).</exception>
    public double FailureProbability { get; init => field = Arguments.Between(value, 0, 1); } = 1e-6;

    /// <summary>
    /// ρ of ‖∇²L(a) − ∇²L(b)‖₂ ≤ ρ‖a − b‖₂ around θ, if it is known: at a gradient that is not zero, curvature then counts as negative only below
    /// −√(ρ‖g‖) (Nesterov and Polyak 2006; Jin et al. 2017). Finite, ≥ 0; default 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double HessianLipschitz { get; init => field = Arguments.NotNegative(value); }

    /// <summary>Why the loss may be flat along some directions; they are explained, and without a decomposition taken out of the way.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public IReadOnlyList<Symmetry> Symmetries
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Symmetries));
    } = [];

    /// <summary>Chooses the random start of what needs one. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Without a decomposition: at most so many Hessian-vector products for the ends of the spectrum. At least 1; default 10,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxProducts { get; init => field = Arguments.AtLeastOne(value); } = 10_000;

    /// <summary>At most so many threads for the library's own work. At least 1; default: the processors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxThreads { get; init => field = Arguments.AtLeastOne(value); } = Environment.ProcessorCount;

    /// <summary>Ends a classification with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Without a decomposition: is told where the ends of the spectrum are known to lie, after each product.</summary>
    public IProgress<ExtremeEigenvalues>? Progress { get; init; }

    internal static CriticalPointOptions Default { get; } = new();

    /// <summary>How the ends of the spectrum are located without a decomposition.</summary>
    internal ExtremeEigenvalueOptions Ends => new()
    {
        Fraction = Fraction,
        Resolution = Resolution,
        FailureProbability = FailureProbability,
        Seed = Seed,
        MaxProducts = MaxProducts,
        MaxThreads = MaxThreads,
        CancellationToken = CancellationToken,
        Progress = Progress,
    };

    /// <summary>The options in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"HessianError = {HessianError}, GradientError = {GradientError}, FlatCurvature = {FlatCurvature}, Radius = {Radius}");
}
