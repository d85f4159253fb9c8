using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>
/// A way from a start to a minimum near it. Deterministic: the same objective and start give the same bits, on any number of threads. It keeps
/// nothing between runs.
/// </summary>
/// <remarks>
/// Also MathNet's <see cref="IUnconstrainedMinimizer"/>: <c>new BfgsMinimizer(…)</c> becomes <c>new Lbfgs()</c>, and the rest of a program stays.
/// </remarks>
public abstract class Minimizer : IUnconstrainedMinimizer
{
    private protected Minimizer()
    {
    }

    /// <summary>
    /// The run converges where maxᵢ |gᵢ|·max(|θᵢ|, 1) ≤ GradientTolerance·max(|L|, 1): the relative gradient (Dennis and Schnabel, Numerical Methods
    /// for Unconstrained Optimization, 1983, section 7.2), as MathNet has it. Finite, ≥ 0. Default 10⁻⁸.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double GradientTolerance { get; init => field = Arguments.NotNegative(value); } = 1e-8;

    /// <summary>
    /// The run converges after a step of maxᵢ |Δθᵢ|/max(|θᵢ|, 1) ≤ StepTolerance. A short step is no proof of a minimum. Finite, ≥ 0. Default 0:
    /// steps do not decide.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double StepTolerance { get; init => field = Arguments.NotNegative(value); }

    /// <summary>
    /// The run converges after a step that lowers L by no more than this part of |L|. Finite, ≥ 0. Default 0: not before what is left to gain is less
    /// than the rounding of L.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double ValueTolerance { get; init => field = Arguments.NotNegative(value); }

    /// <summary>The most iterations, rejected steps included. ≥ 0; at 0 the start is evaluated and no more. Default 1,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int MaxIterations { get; init => field = Arguments.NotNegative(value); } = 1000;

    /// <summary>Told after each iteration. Default null: nobody.</summary>
    public IProgress<IterationProgress>? Progress { get; init; }

    /// <summary>Minimizes L from θ₀.</summary>
    /// <remarks>
    /// A point where loss or gradient is not finite is as good as infinitely high: the step to it is shortened. Where parameters differ in size, by a
    /// factor of 32 or more, the way goes in units of their scales, those of <see cref="ObjectiveOptions.ParameterScale"/> or those that the loss
    /// shows at θ₀; the tolerances are in these units then.
    /// </remarks>
    /// <param name="objective">L, with its gradient, or without: differences of losses then take its place.</param>
    /// <param name="start">θ₀, n entries. It is not changed.</param>
    /// <param name="cancellationToken">Asked before each evaluation.</param>
    /// <returns>The best point and the reason why it ended there.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">θ₀ is empty, has an entry that is not finite, or has not the length of the objective's layout.</exception>
    /// <exception cref="InvalidOperationException">A function of the caller's returns a gradient, product or Hessian of the wrong size.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public MinimizerResult Minimize(Objective objective, Vector<double> start, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(start);
        var theta = start.ToArray();
        if (theta.Length == 0)
            throw new ArgumentException("A space of no dimension has one point, and nothing to minimize.", nameof(start));
        Arguments.ThrowIfNotFinite(theta, nameof(start), "start");
        objective.ThrowIfLayoutDiffers(theta.Length, nameof(start));
        cancellationToken.ThrowIfCancellationRequested();
        using var scope = new CancellationScope(objective, cancellationToken);
        return !IsInUnitsOfTheParameters && objective.Scaled(theta) is { } scaled
            ? Run(scaled, scaled.Divide(theta), cancellationToken)
            : Run(objective, theta, cancellationToken);
    }

    /// <summary>MathNet's way to ask. Running out of iterations is a <see cref="ExitCondition"/> here, and no exception.</summary>
    /// <remarks>
    /// <see cref="ExitCondition.RelativeGradient"/>, <see cref="ExitCondition.RelativePoints"/>, <see cref="ExitCondition.Converged"/> (by value),
    /// <see cref="ExitCondition.ExceedIterations"/>, <see cref="ExitCondition.InvalidValues"/> and <see cref="ExitCondition.LackOfProgress"/> stand
    /// for the outcomes of <see cref="MinimizerOutcome"/> in their order.
    /// </remarks>
    /// <param name="objective">The function. A gradient or Hessian that it has not is made by differences.</param>
    /// <param name="initialGuess">θ₀. It is not changed.</param>
    /// <returns>A copy of the function, evaluated at the best point.</returns>
    /// <inheritdoc cref="Minimize"/>
    public MinimizationResult FindMinimum(IObjectiveFunction objective, Vector<double> initialGuess)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(initialGuess);
        var function = objective.CreateNew();
        var result = Minimize(new MathNetObjective(function), initialGuess);
        function.EvaluateAt(result.Point);
        return new(function, result.Iterations, ExitOf(result.Outcome));
    }

    /// <summary>MathNet's word for an outcome.</summary>
    internal static ExitCondition ExitOf(MinimizerOutcome outcome) => outcome switch
    {
        MinimizerOutcome.GradientConverged => ExitCondition.RelativeGradient,
        MinimizerOutcome.StepConverged => ExitCondition.RelativePoints,
        MinimizerOutcome.ValueConverged => ExitCondition.Converged,
        MinimizerOutcome.IterationLimit => ExitCondition.ExceedIterations,
        MinimizerOutcome.NotFinite => ExitCondition.InvalidValues,
        _ => ExitCondition.LackOfProgress,
    };

    /// <summary>True where the steps are meant in the parameters' own units, as those of a learning rate.</summary>
    private protected virtual bool IsInUnitsOfTheParameters => false;

    private protected abstract MinimizerResult Run(Objective objective, double[] theta, CancellationToken cancellationToken);
}
