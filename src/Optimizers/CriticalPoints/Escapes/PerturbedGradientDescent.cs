using System.Globalization;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// Leaves a saddle with the gradient alone: a perturbation from the uniform distribution in a ball of radius r, then gradient descent
/// θ ← θ − η∇L(θ) for up to T steps (Jin, Ge, Netrapalli, Kakade and Jordan, How to Escape Saddle Points Efficiently, ICML 2017, algorithm 2, one
/// perturbation of it).
/// </summary>
/// <remarks>
/// <para>
/// The paper compares the losses after T steps. Here the loss is evaluated after every step, and the descent ends early where it is lower by F, θ is
/// 10·r or more from θ₀ and the decrease a step below half of the largest that there was: the saddle lies behind then. It also ends
/// 102.4·max(1, ‖θ₀‖∞) away from θ₀.
/// </para>
/// <para>
/// That a point could not be left says something of its curvature under the paper's assumptions only: with the parameters of
/// <see cref="FromSmoothness"/>, an ℓ and a ρ that are true ones of L, and a c below a constant that the paper does not state, a point with
/// ‖g‖₂ ≤ <see cref="GradientThreshold"/> and λmin ≤ −√(ρε) is left with probability at least 1 − (dℓ/√(ρε))·e^(−χ).
/// </para>
/// </remarks>
public sealed class PerturbedGradientDescent : EscapeMethod
{
    /// <summary>With the parameters as they are wanted.</summary>
    /// <param name="learningRate">
    /// η, less than 2/λmax to be stable. Finite, > 0; or 0: 1/(1.1·ℓ), ℓ the largest |λ| that twenty power iterations find at
    /// θ₀, and 1 where H is zero.
    /// </param>
    /// <param name="radius">r, in the units of the parameters. Finite, > 0. Default 10⁻³.</param>
    /// <param name="maxIterations">T ≥ 1. Default 1,000.</param>
    /// <param name="decrease">F, by how much the loss must fall, if that is more than its noise. In the units of the loss;
    /// finite, ≥ 0. Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public PerturbedGradientDescent(double learningRate = 0, double radius = 1e-3, int maxIterations = 1000, double decrease = 0)
    {
        LearningRate = Arguments.NotNegative(learningRate, nameof(learningRate));
        Radius = Arguments.Positive(radius, nameof(radius));
        MaxIterations = Arguments.AtLeastOne(maxIterations, nameof(maxIterations));
        Decrease = Arguments.NotNegative(decrease, nameof(decrease));
        GradientThreshold = double.NaN;
    }

    private PerturbedGradientDescent(double learningRate, double radius, int maxIterations, double decrease, double gradientThreshold)
        : this(learningRate, radius, maxIterations, decrease) => GradientThreshold = gradientThreshold;

    /// <summary>η; 0: from the curvature at θ₀.</summary>
    public double LearningRate { get; }

    /// <summary>r.</summary>
    public double Radius { get; }

    /// <summary>T.</summary>
    public int MaxIterations { get; }

    /// <summary>F.</summary>
    public double Decrease { get; }

    /// <summary>g_thres, the ‖g‖₂ up to which the paper perturbs; NaN where the parameters were given and not derived.</summary>
    public double GradientThreshold { get; }

    /// <summary>
    /// The parameters of the paper's algorithm 2: χ = 3·max(ln(dℓΔ/(cε²δ)), 4), η = c/ℓ, r = (√c/χ²)·ε/ℓ, g_thres = (√c/χ²)·ε,
    /// F = (c/χ³)·√(ε³/ρ), T = ⌈(χ/c²)·ℓ/√(ρε)⌉.
    /// </summary>
    /// <param name="dimension">d, the number of parameters. ≥ 1.</param>
    /// <param name="gradientLipschitz">ℓ: ‖∇L(x) − ∇L(y)‖ ≤ ℓ‖x − y‖. Finite, > 0.</param>
    /// <param name="hessianLipschitz">ρ: ‖∇²L(x) − ∇²L(y)‖ ≤ ρ‖x − y‖. Finite, > 0.</param>
    /// <param name="accuracy">ε, the gradient norm that is aimed at; negative curvature counts below −√(ρε). Finite, > 0; the
    /// theorem needs ε ≤ ℓ²/ρ.</param>
    /// <param name="lossGap">Δ ≥ L(θ₀) − min L. Finite, > 0.</param>
    /// <param name="failureProbability">δ, in (0, 1).</param>
    /// <param name="constant">c, in (0, 1]; the theorem holds for c small enough. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range, or T more than 2³¹ − 1.</exception>
    public static PerturbedGradientDescent FromSmoothness(
        int dimension,
        double gradientLipschitz,
        double hessianLipschitz,
        double accuracy,
        double lossGap,
        double failureProbability,
        double constant = 1)
    {
        double d = Arguments.AtLeastOne(dimension, nameof(dimension));
        var l = Arguments.Positive(gradientLipschitz, nameof(gradientLipschitz));
        var rho = Arguments.Positive(hessianLipschitz, nameof(hessianLipschitz));
        var epsilon = Arguments.Positive(accuracy, nameof(accuracy));
        var gap = Arguments.Positive(lossGap, nameof(lossGap));
        if (!(failureProbability is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(failureProbability), failureProbability, "The probability must be between 0 and 1.");
        if (!(constant is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(constant), constant, "The constant must be greater than 0 and at most 1.");
        if (epsilon > l * l / rho)
        {
            throw new ArgumentOutOfRangeException(nameof(accuracy), accuracy, string.Create(
                CultureInfo.InvariantCulture, $"The accuracy must be at most ℓ²/ρ = {l * l / rho:G4}."));
        }

        var c = constant;
        var chi = 3 * Math.Max(Math.Log(d * l * gap / (c * epsilon * epsilon * failureProbability)), 4);
        var iterations = Math.Ceiling(chi / (c * c) * l / Math.Sqrt(rho * epsilon));
        if (iterations > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(accuracy), accuracy, string.Create(
                CultureInfo.InvariantCulture, $"The paper's number of steps is {iterations:G4}, more than {int.MaxValue}: ask for less accuracy."));
        }

        return new(
            learningRate: c / l,
            radius: Math.Sqrt(c) / (chi * chi) * epsilon / l,
            (int)iterations,
            decrease: c / (chi * chi * chi) * Math.Sqrt(epsilon * epsilon * epsilon / rho),
            gradientThreshold: Math.Sqrt(c) / (chi * chi) * epsilon);
    }

    /// <summary>The method in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Perturbed gradient descent (η = "
        + $"{(LearningRate == 0 ? "from the curvature" : LearningRate.ToString("G4", CultureInfo.InvariantCulture))}, " +
        $"r = {Radius:G4}, T = {MaxIterations}, F = {Decrease:G4})");

    private protected override EscapeStep? Leave(Departure from, out string reason)
    {
        var learningRate = LearningRate > 0 ? LearningRate : StableRate(from);
        var n = from.Theta.Length;
        var theta = UniformBall.Next(n, Radius, from.Options.Seed, from.Work);
        from.Work.AddScaled(1, from.Theta, theta);
        var gradient = new double[n];
        var last = from.LossAt(theta);
        double steepest = 0, lowest = last;
        double[]? best = null;
        var iteration = 0;
        while (iteration < MaxIterations && double.IsFinite(last))
        {
            from.Objective.Gradient(theta, gradient);
            from.Work.AddScaled(-learningRate, gradient, theta);
            var loss = from.LossAt(theta);
            iteration++;
            from.Options.Progress?.Report(
                new(iteration, loss, from.Work.StableNorm(gradient), learningRate * from.Work.StableNorm(gradient)));
            var fall = last - loss;
            last = loss;
            if (!double.IsFinite(loss))
                break;
            if (!(from.IsLower(loss) && from.Loss - loss > Decrease))
            {
                lowest = Math.Min(lowest, loss);
                continue;
            }

            steepest = Math.Max(steepest, fall);
            if (best is null || loss < lowest)
            {
                best = (double[])theta.Clone();
                lowest = loss;
            }

            var distance = from.DistanceTo(theta);
            if (fall <= 0 || (fall < 0.5 * steepest && distance >= 10 * Radius) || distance >= from.LongestWay)
                break;
        }

        if (best is not null)
        {
            reason = "";
            return from.StepTo(best, lowest);
        }

        var end = double.IsFinite(last) ? "" : ": then the loss was not finite. Is the learning rate too large?";
        reason = string.Create(
            CultureInfo.InvariantCulture,
            $"No lower loss: after a perturbation within {Radius:G4} and {iteration} of {MaxIterations} steps of "
            + $"{learningRate:G4} times the gradient the " +
            $"lowest loss is {lowest:G6}, not below the {from.Loss:G6} at θ by more than {Math.Max(Decrease, from.Noise):G4}{end}");
        return null;
    }

    // 1/(1.1·ℓ), ℓ by power iteration: it approaches max|λ| from below.
    private static double StableRate(Departure from)
    {
        var hessian = new HessianOperator(from.Objective, from.Theta);
        var v = RandomDirection.Next(from.Theta.Length, from.Options.Seed);
        var product = new double[v.Length];
        var length = from.Work.Norm(v);
        var largest = 0.0;
        for (var i = 0; i < 20; i++)
        {
            from.Options.CancellationToken.ThrowIfCancellationRequested();
            from.Work.Scale(1 / length, v, v);
            hessian.Multiply(v, product);
            length = from.Work.StableNorm(product);
            if (length == 0)
                break;
            largest = Math.Max(largest, length);
            (v, product) = (product, v);
        }

        return largest > 0 ? 1 / (1.1 * largest) : 1;
    }
}
