using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>
/// The learning rate α* above which a method's steps on the quadratic model of the loss grow along its sharpest direction, instead of shrinking:
/// α* = c/λmax, with c = 2 for gradient descent. So that a learning rate can be judged before it is used.
/// </summary>
/// <remarks>
/// <para>An indication and not a fault: training with full batches often drives λmax up to c/α and then goes on at this edge with a loss that is not
/// monotone and yet falls (Cohen et al., "Gradient descent on neural networks typically occurs at the edge of stability", ICLR 2021; for Adam's kin
/// Cohen et al. 2022, arXiv 2207.14484). With small batches the noise of the gradient lowers the limit. Where λ &lt; 0 the model has no minimum and
/// any learning rate leads away from the point, which is as it should be.</para>
/// <para>The steps are linear in the distance to the model's minimum; the limit is where the recursion along the eigenvector of λmax gets a root
/// of −1 (Cohen et al. 2021, appendix B, for momentum). What a rule keeps at a new learning rate does not matter: α is constant here.</para>
/// </remarks>
public sealed class StabilityLimit
{
    private StabilityLimit(SharpnessValue largestEigenvalue, double threshold, string method)
    {
        ArgumentNullException.ThrowIfNull(largestEigenvalue);
        LargestEigenvalue = largestEigenvalue;
        Threshold = threshold;
        Method = method;
    }

    /// <summary>λmax: of H, or of P^(−½)HP^(−½) where the steps are preconditioned.</summary>
    public SharpnessValue LargestEigenvalue { get; }

    /// <summary>c, the value of α·λmax at the limit.</summary>
    public double Threshold { get; }

    /// <summary>The steps that the limit is of, in words.</summary>
    public string Method { get; }

    /// <summary>α* = c/λmax; ∞ where no curvature is positive.</summary>
    public double LearningRate => Limit(LargestEigenvalue.Value);

    /// <summary>The least that α* can be by the error of λmax.</summary>
    public double Lower => Limit(LargestEigenvalue.Upper);

    /// <summary>The most that α* can be by the error of λmax.</summary>
    public double Upper => Limit(LargestEigenvalue.Lower);

    /// <summary>
    /// θ ← θ − αg: c = 2. Also of preconditioned steps θ ← θ − αP⁻¹g, as RMSProp's with P = diag(√v + ε) held fixed, if λmax is that of
    /// <see cref="SymmetricOperator.Precondition"/>.
    /// </summary>
    /// <param name="largestEigenvalue">λmax, a number or what was measured.</param>
    /// <exception cref="ArgumentNullException">λmax is null.</exception>
    public static StabilityLimit GradientDescent(SharpnessValue largestEigenvalue) => new(largestEigenvalue, 2, "gradient descent");

    /// <summary>
    /// m ← βm + (1 − δ)g, θ ← θ − αm (and m ← βm − α(1 − δ)g, θ ← θ + m, the same while α is constant): c = 2(1 + β)/(1 − δ).
    /// </summary>
    /// <remarks>
    /// The distance d to the minimum follows dₜ₊₁ = (1 + β − α(1 − δ)λ)dₜ − βdₜ₋₁; the roots of x² − (1 + β − α(1 − δ)λ)x + β leave the unit circle
    /// at x = −1, where 2 + 2β = α(1 − δ)λ (Polyak 1964; Cohen et al. 2021, appendix B).
    /// </remarks>
    /// <param name="largestEigenvalue">λmax, a number or what was measured.</param>
    /// <param name="momentum">β in [0, 1).</param>
    /// <param name="dampening">δ in [0, 1): the gradient enters the momentum as (1 − δ)g.</param>
    /// <exception cref="ArgumentNullException">λmax is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The momentum or the dampening is outside its range.</exception>
    public static StabilityLimit HeavyBall(SharpnessValue largestEigenvalue, double momentum, double dampening = 0) => new(
        largestEigenvalue,
        2 * (1 + Fraction(momentum, nameof(momentum))) / (1 - Fraction(dampening, nameof(dampening))),
        dampening == 0
            ? string.Create(CultureInfo.InvariantCulture, $"heavy-ball momentum {momentum}")
            : string.Create(CultureInfo.InvariantCulture, $"heavy-ball momentum {momentum} dampened by {dampening}"));

    /// <summary>m ← βm + g, θ ← θ − α(g + βm), Nesterov's momentum: c = 2(1 + β)/(1 + 2β), less than without the look ahead.</summary>
    /// <remarks>
    /// The distance follows dₜ₊₁ = (1 − αλ)((1 + β)dₜ − βdₜ₋₁); a root of x² − (1 + β)(1 − αλ)x + β(1 − αλ) is −1 where 1 + (1 + 2β)(1 − αλ) = 0
    /// (Cohen et al. 2021, appendix B).
    /// </remarks>
    /// <param name="largestEigenvalue">λmax, a number or what was measured.</param>
    /// <param name="momentum">β in [0, 1).</param>
    /// <exception cref="ArgumentNullException">λmax is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The momentum is outside its range.</exception>
    public static StabilityLimit Nesterov(SharpnessValue largestEigenvalue, double momentum) => new(
        largestEigenvalue,
        2 * (1 + Fraction(momentum, nameof(momentum))) / (1 + (2 * momentum)),
        string.Create(CultureInfo.InvariantCulture, $"Nesterov's momentum {momentum}"));

    /// <summary>
    /// m ← βm + (1 − β)g, θ ← θ − αP⁻¹m, an averaged gradient as Adam's with β₁ = β: c = 2(1 + β)/(1 − β), so 38 at β₁ = 0.9 (Cohen et al. 2022,
    /// arXiv 2207.14484). For Adam P = diag(√v̂ + ε), held fixed, and λmax is that of <see cref="SymmetricOperator.Precondition"/>.
    /// </summary>
    /// <param name="largestEigenvalue">λmax of P^(−½)HP^(−½), a number or what was measured.</param>
    /// <param name="decay">β in [0, 1).</param>
    /// <exception cref="ArgumentNullException">λmax is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The decay is outside its range.</exception>
    public static StabilityLimit AveragedGradient(SharpnessValue largestEigenvalue, double decay) => new(
        largestEigenvalue,
        2 * (1 + Fraction(decay, nameof(decay))) / (1 - decay),
        string.Create(CultureInfo.InvariantCulture, $"averaged gradients of decay {decay}"));

    /// <summary>
    /// True if a learning rate is below the limit, so that steps on the quadratic model shrink, and false if it is above, so that they grow along the
    /// sharpest direction, whatever λmax is within its error; null if that cannot be told.
    /// </summary>
    /// <param name="learningRate">α, finite, ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
    public bool? Allows(double learningRate) => !(double.IsFinite(learningRate) && learningRate >= 0)
        ? throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "A learning rate is finite and not negative.")
        : learningRate < Lower ? true : learningRate > Upper ? false : null;

    /// <summary>One sentence on a learning rate: what share of the limit it is, and what that means.</summary>
    /// <inheritdoc cref="Allows"/>
    public string Judge(double learningRate)
    {
        var means = Allows(learningRate) switch
        {
            _ when double.IsPositiveInfinity(Lower) => "no direction curves up, so no learning rate is too large for the curvature",
            true => "steps on the quadratic model shrink",
            false => "steps on the quadratic model grow along the sharpest direction; training goes to flatter places, settles at its edge or "
                + "diverges",
            null => "at the limit, as far as λmax is known",
        };
        return string.Create(CultureInfo.InvariantCulture, $"α = {learningRate:G4} is {learningRate / LearningRate:G3} of the {this}: {means}.");
    }

    /// <summary>"stability limit of gradient descent: α* = 2/λmax = 0.02", with the interval where there is one.</summary>
    public override string ToString()
    {
        var range = Lower == Upper ? "" : string.Create(CultureInfo.InvariantCulture, $", within [{Lower:G4}, {Upper:G4}]");
        return string.Create(CultureInfo.InvariantCulture, $"stability limit of {Method}: α* = {Threshold:G4}/λmax = {LearningRate:G4}{range}");
    }

    private double Limit(double eigenvalue) => eigenvalue > 0 ? Threshold / eigenvalue : double.PositiveInfinity;

    private static double Fraction(double value, string name) =>
        value >= 0 && value < 1
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"The {name} must be in [0, 1).");
}
