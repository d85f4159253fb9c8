using Optimizers.Curvature;
using static System.FormattableString;

namespace WhyItFails;

/// <summary>Part 3: the curvature at a trained network, by all its eigenvalues and by products alone.</summary>
/// <param name="Whole">The point by the decomposition of its Hessian.</param>
/// <param name="Ends">The ends of the spectrum by Lanczos.</param>
/// <param name="Density">The density of the spectrum by stochastic Lanczos quadrature.</param>
internal sealed record Landscape(CriticalPoint Whole, CriticalPoint Ends, SpectralDensity Density)
{
    /// <summary>Tells it.</summary>
    public static Landscape Run(Network trained, double peakLearningRate,
        Digits digits, int seed, Display display, CancellationToken cancellationToken)
    {
        display.Heading("3. The landscape around the trained network");
        var objective = new NetworkObjective(trained, digits.Train);
        var layout = NetworkObjective.LayoutOf(trained);
        var theta = trained.ToVector();
        var options = new CriticalPointOptions
        {
            Seed = seed,
            DenseLimit = theta.Count,
            Certify = false,
            Symmetries = [Symmetry.DependentInputs(layout, "W₁", "b₁", digits.Train.Images), Symmetry.SoftmaxShift(layout, "W₂", "b₂")],
            CancellationToken = cancellationToken,
        };
        var whole = display.Work(
            "All eigenvalues of its exact Hessian",
            _ => CriticalPoint.Classify(objective, theta, options),
            point => Invariant($"{point.NegativeCount:N0} negative, {point.ZeroCount:N0} zero, {point.PositiveCount:N0} positive"));
        display.Line($"  {whole.ToString().ReplaceLineEndings("\n  ")}");

        var ends = display.Work(
            "The same point by products alone, as one would with a million parameters",
            _ => CriticalPoint.Classify(objective, theta, options with { DenseLimit = 0, Symmetries = [] }),
            point => $"{point.Evaluations}");
        display.Line($"  {ends.ToString().ReplaceLineEndings("\n  ")}");
        var density = display.Work(
            "The density of its eigenvalues, by stochastic Lanczos quadrature",
            _ => SpectralDensity.Of(
                new HessianOperator(objective, theta.AsArray()),
                new SpectralDensityOptions { Seed = seed, Samples = 4, Steps = 60, CancellationToken = cancellationToken }),
            found => Invariant($"{found.Products} products"));

        var limit = StabilityLimit.GradientDescent(ends.LargestInterval);
        display.Line(
            Invariant($"  Gradient descent is stable here up to a learning rate of {limit.LearningRate:G3}; ")
            + Invariant($"the peak of the run was {peakLearningRate:G3}."));
        return new Landscape(whole, ends, density);
    }
}
