using System.Diagnostics;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>What a classification will cost, from a short pilot.</summary>
internal static class ClassificationPricing
{
    private const int PilotProducts = 16;
    // Of the symmetry and the rounding, 8, and of whether the curvature stays along the vectors that decide, 6.
    private const int TestProducts = 16;

    // At θ and along the way to the critical point.
    private const int WayGradients = ProductTrail.MaxSteps + 1;


    /// <param name="objective">L.</param>
    /// <param name="theta">θ. It is not changed.</param>
    /// <param name="options">As for the classification.</param>
    public static ClassificationPrice Of(Objective objective, double[] theta, CriticalPointOptions options)
    {
        Arguments.ThrowIfNotFinite(theta, nameof(theta));
        options.CancellationToken.ThrowIfCancellationRequested();
        return theta.Length <= options.DenseLimit ? OfDecomposition(objective, theta) : OfProducts(objective, theta, options);
    }

    private static ClassificationPrice OfDecomposition(Objective objective, double[] theta)
    {
        var n = theta.Length;
        var before = objective.Evaluations;
        var clock = Stopwatch.StartNew();
        var byProducts = !objective.HasHessian && (objective.HasProduct || objective.HasGradient);
        if (n > 0 && byProducts)
            objective.Product(theta, RandomDirection.Next(n, seed: 0), new double[n]);
        else if (n > 0 && !objective.HasHessian)
            objective.Loss(theta);
        var pilot = objective.Evaluations - before;
        var hessian = objective.HasHessian ? new(0, 0, 0, 1)
            : byProducts ? pilot.Times(n)
            : new EvaluationCounts((4L * n * n) + 33, 0, 0, 0);
        var unit = pilot == default ? 0 : (pilot.Losses + pilot.Gradients + pilot.Products) / clock.Elapsed.TotalSeconds;
        var model = hessian + OfGradient(objective, n);
        var kink = objective.HasGradient && n > 0 && objective.OneSidedDerivatives is null ? KinkTest.Price : default;
        var all = model + model + kink;
        return new()
        {
            IsDense = true,
            Products = byProducts ? 2 * n : 0,
            MoreProducts = byProducts ? NewtonTrail.MostModels * n : 0,
            Evaluations = all,
            Time = unit == 0 ? null : TimeSpan.FromSeconds((all.Losses + all.Gradients + all.Products) / unit),
            MemoryVectors = 5 * n,
            Pilot = pilot,
            Spectrum = null,
        };
    }

    private static ClassificationPrice OfProducts(Objective objective, double[] theta, CriticalPointOptions options)
    {
        var before = objective.Evaluations;
        var clock = Stopwatch.StartNew();
        var spectrum = ExtremeEigenvalues.Pilot(new HessianOperator(objective, theta), PilotProducts, options.Ends with { Progress = null });
        var seconds = clock.Elapsed.TotalSeconds;
        var pilot = objective.Evaluations - before;
        var n = theta.Length;
        var ends = Math.Min(
            options.MaxProducts, options.Resolution is { } resolution ? spectrum.Price(resolution)
                : ExtremeEigenvalues.Price(n, options.Fraction, options.FailureProbability));
        var at = Vector<double>.Build.DenseOfArray(theta);
        var tangents = options.Symmetries.Sum(symmetry => symmetry.Tangents(at).Count());
        var products = TestProducts + FlatDirectionTest.PilotProducts + ends + tangents;
        return new()
        {
            IsDense = false,
            Products = products,
            MoreProducts = (2 * ends) + (ProductTrail.MaxSteps + 1) * Math.Min(ProductTrail.MaxStepProducts, options.MaxProducts),
            Evaluations = pilot.Times((double)products / spectrum.Products)
                + OfGradient(objective, n).Times(WayGradients) + (objective.HasGradient ? KinkTest.Price : default),
            Time = TimeSpan.FromSeconds(seconds / spectrum.Products * products),
            MemoryVectors = 5 + tangents + (n <= ExtremeEigenvalues.ReorthogonalizedDimension ? ends : 0),
            Pilot = pilot,
            Spectrum = spectrum,
        };
    }

    // Six steps a coordinate, of four losses each; mostly it is one or two.
    private static EvaluationCounts OfGradient(Objective objective, int n) =>
        objective.HasGradient ? new(0, 1, 0, 0) : new((24L * n) + 33, 0, 0, 0);
}
