using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>
/// Nonlinear least squares, ½‖r(θ)‖₂² → min, by Levenberg and Marquardt's method as a trust region (Moré, The Levenberg–Marquardt algorithm:
/// implementation and theory, Lecture Notes in Mathematics 630, 1978; MINPACK's lmder). For up to some hundred parameters; for more by products.
/// </summary>
/// <remarks>
/// <para>Each step solves [J; √μD]p = [−r; 0] by QR with column pivoting: no normal equations, whose condition is that of J squared. D holds the
/// largest norms of J's columns so far, so that the units of the parameters do not matter: lengths are in this scaling, ‖Dθ‖₂.</para>
/// <para>Deterministic: the same bits for the same functions and start. It keeps nothing between runs. A point where r or J is not finite is as good
/// as infinitely far from the data: the step to it is shortened. An iteration takes mn² multiplications and 10n³ at most.</para>
/// </remarks>
public sealed class LevenbergMarquardt
{
    /// <summary>
    /// The run converges where the cosine of the angle between r and every column of J is no more than this: at 0 they are orthogonal. Finite, ≥ 0.
    /// Default 10⁻¹².
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double GradientTolerance { get; init => field = Arguments.NotNegative(value); } = 1e-12;

    /// <summary>The run converges where the trust radius is no more than this part of ‖Dθ‖₂. Finite, ≥ 0. Default 10⁻¹⁰.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double StepTolerance { get; init => field = Arguments.NotNegative(value); } = 1e-10;

    /// <summary>
    /// The run converges where a step lowers ‖r‖₂² by no more than this part of it, and the model promises no more either. Finite, ≥ 0. Default 0:
    /// not before both are rounding.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double ValueTolerance { get; init => field = Arguments.NotNegative(value); }

    /// <summary>The most iterations, rejected steps included. ≥ 0; at 0 the start is evaluated and no more. Default 1,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int MaxIterations { get; init => field = Arguments.NotNegative(value); } = 1000;

    /// <summary>The first trust radius, in units of ‖Dθ₀‖₂. Finite, > 0. Default 100, as in MINPACK; 0.1 to 1 stays near a good start.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative or not finite.</exception>
    public double InitialRadius { get; init => field = Arguments.Positive(value); } = 100;

    /// <summary>By products: the most iterations of LSMR for one step, of two products each. ≥ 1. Default 1,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxInnerIterations { get; init => field = Arguments.AtLeastOne(value); } = 1000;

    /// <summary>Told after each iteration. Default null: nobody.</summary>
    public IProgress<IterationProgress>? Progress { get; init; }

    /// <summary>Minimizes ½‖r‖₂² from θ₀, with central differences in the place of J: 2n residuals an iteration.</summary>
    /// <inheritdoc cref="Minimize(Func{Vector{double}, Vector{double}}, Func{Vector{double}, Matrix{double}}, Vector{double}, CancellationToken)"/>
    public LeastSquaresResult Minimize(
        Func<Vector<double>, Vector<double>> residuals, Vector<double> start, CancellationToken cancellationToken = default) =>
        Run(residuals, null, start, cancellationToken);

    /// <summary>Minimizes ½‖r‖₂² from θ₀.</summary>
    /// <param name="residuals">r(θ), m ≥ 1 entries, such as model − data. It is handed a new vector every time.</param>
    /// <param name="jacobian">J(θ) = ∂r/∂θ, m × n.</param>
    /// <param name="start">θ₀, n entries. It is not changed.</param>
    /// <param name="cancellationToken">Asked before each evaluation.</param>
    /// <returns>The best point and the reason why it ended there.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">θ₀ is empty or has an entry that is not finite.</exception>
    /// <exception cref="InvalidOperationException">r or J is null, empty, or of another size than at first.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public LeastSquaresResult Minimize(
        Func<Vector<double>, Vector<double>> residuals,
        Func<Vector<double>, Matrix<double>> jacobian,
        Vector<double> start,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(jacobian);
        return Run(residuals, jacobian, start, cancellationToken);
    }

    /// <summary>
    /// Minimizes ½‖r‖₂² from θ₀ by products with J and Jᵀ, for any number of parameters: [J; √μI]p = [−r; 0] by LSMR (Fong and Saunders, SIAM J. Sci.
    /// Comput. 33, 2011), with μ by the ratio of what was gained to what was promised (Nielsen 1999).
    /// </summary>
    /// <remarks>
    /// D is the identity, as the columns of J are not known: parameters should be of like effect. Memory: 5m + 7n numbers.
    /// <see cref="GradientTolerance"/> is of ‖Jᵀr‖₂/(‖J‖‖r‖₂) here, and
    /// <see cref="StepTolerance"/> of ‖p‖₂/‖θ‖₂; <see cref="InitialRadius"/> is not used.
    /// </remarks>
    /// <param name="residuals">r(θ), m ≥ 1 entries. It is handed a new vector every time.</param>
    /// <param name="jacobian">J(θ), m × n, by its products.</param>
    /// <param name="start">θ₀, n entries. It is not changed.</param>
    /// <param name="cancellationToken">Asked before each evaluation and product.</param>
    /// <returns>The best point and the reason why it ended there.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">θ₀ is empty or has an entry that is not finite.</exception>
    /// <exception cref="InvalidOperationException">r or a product is null, empty, or of another size.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public LeastSquaresResult Minimize(
        Func<Vector<double>, Vector<double>> residuals,
        Func<Vector<double>, JacobianProducts> jacobian,
        Vector<double> start,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(jacobian);
        var theta = Checked(residuals, start);
        return new ProductLevenbergMarquardtRun(
            new(residuals, null, theta.Length, cancellationToken), jacobian, theta, this, cancellationToken).Run();
    }

    /// <summary>
    /// MathNet's way to ask: <c>new LevenbergMarquardtMinimizer()</c> becomes <c>new LevenbergMarquardt()</c>, and the rest of a program stays.
    /// </summary>
    /// <remarks>
    /// A model of MathNet's shows JᵀJ and not J: J is made of central differences of its values, 2n evaluations each. Who has J calls
    /// <see cref="Minimize(Func{Vector{double}, Vector{double}}, Func{Vector{double}, Matrix{double}}, Vector{double}, CancellationToken)"/>. Bounds
    /// and scales are MathNet's own transformations of the parameters.
    /// </remarks>
    /// <param name="objective">The model with its data. It is left at the best point.</param>
    /// <param name="initialGuess">θ₀. It is not changed.</param>
    /// <param name="lowerBound">Lower bounds; null for none.</param>
    /// <param name="upperBound">Upper bounds; null for none.</param>
    /// <param name="scales">Scales; null for none.</param>
    /// <param name="isFixed">Which parameters stay as they are; null for none.</param>
    /// <returns>MathNet's result; <see cref="ExitCondition"/> as of <see cref="Minimizer.FindMinimum"/>.</returns>
    /// <exception cref="ArgumentNullException">The model or the guess is null.</exception>
    /// <exception cref="ArgumentException">The guess is empty or not finite, or bounds, scales or the fixed are not of its length.</exception>
    public NonlinearMinimizationResult FindMinimum(
        IObjectiveModel objective,
        Vector<double> initialGuess,
        Vector<double>? lowerBound = null,
        Vector<double>? upperBound = null,
        Vector<double>? scales = null,
        List<bool>? isFixed = null)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(initialGuess);
        var model = new MathNetModel(objective, initialGuess, lowerBound, upperBound, scales, isFixed);
        var result = Minimize(model.Residuals, model.Start);
        objective.EvaluateAt(model.External(result.Point));
        return new(objective, result.Iterations, Minimizer.ExitOf(result.Outcome));
    }

    private LeastSquaresResult Run(
        Func<Vector<double>, Vector<double>> residuals,
        Func<Vector<double>, Matrix<double>>? jacobian,
        Vector<double> start,
        CancellationToken cancellationToken)
    {
        var theta = Checked(residuals, start);
        return new LevenbergMarquardtRun(new(residuals, jacobian, theta.Length, cancellationToken), theta, this).Run();
    }

    private static double[] Checked(Func<Vector<double>, Vector<double>> residuals, Vector<double> start)
    {
        ArgumentNullException.ThrowIfNull(residuals);
        ArgumentNullException.ThrowIfNull(start);
        var theta = start.ToArray();
        if (theta.Length == 0)
            throw new ArgumentException("A space of no dimension has one point, and nothing to minimize.", nameof(start));
        Arguments.ThrowIfNotFinite(theta, nameof(start), "start");
        return theta;
    }
}
