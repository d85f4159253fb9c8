using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Classification;

public class ClassificationPriceTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;
    private static readonly CriticalPointOptions ByProducts = new() { DenseLimit = 0 };

    public static TheoryData<bool, bool, int> Ways => new() { { true, true, 1000 },
        { true, false, 1000 }, { false, false, 1000 }, { true, true, 0 }, { true, false, 0 } };

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_classification_takes_no_more_than_its_price(bool hasGradient, bool hasProduct, int denseLimit)
    {
        const int N = 40;
        var spectrum = V.Dense(N, i => 0.5 + i);
        var objective = Objective.Create(
            t => 0.5 * t.PointwisePower(2).DotProduct(spectrum),
            hasGradient ? t => t.PointwiseMultiply(spectrum) : null,
            hasProduct ? (_, v) => v.PointwiseMultiply(spectrum) : null);
        var options = new CriticalPointOptions { DenseLimit = denseLimit };
        var price = CriticalPoint.Price(objective, V.Dense(N), options);
        var paid = CriticalPoint.Classify(objective, V.Dense(N), options).Evaluations;

        price.IsDense.Should().Be(denseLimit > 0);
        (paid.Losses, paid.Gradients, paid.Products).Should().Match<(long Losses, long Gradients, long Products)>(each =>
            each.Losses <= price.Evaluations.Losses && each.Gradients <= price.Evaluations.Gradients && each.Products <= price.Evaluations.Products);
        price.Time.Should().BePositive();
        price.Pilot.Should().NotBe(default(EvaluationCounts));
        price.ToString().Should().Contain("at most").And.Contain("vectors of memory");
    }

    [Fact]
    public void A_Hessian_that_the_objective_has_costs_one_at_either_end_of_the_step_and_no_pilot()
    {
        var objective = Objective.Create(t => t.DotProduct(t), t => 2 * t, hessian: t => 2 * Matrix<double>.Build.DenseIdentity(t.Count));
        var price = CriticalPoint.Price(objective, V.Dense(5));
        price.Evaluations.Should().Be(new EvaluationCounts(1, 14, 0, 2));
        (price.Products, price.Time, price.Pilot).Should().Be((0, null, default(EvaluationCounts)));
        objective.Evaluations.Should().Be(default(EvaluationCounts));
    }

    [Fact]
    public void A_finer_resolution_costs_as_its_root_and_symmetries_a_product_each()
    {
        const int N = 100_000;
        var spectrum = V.Dense(N, i => -1 + (11.0 * i / N));
        var objective = Objective.Create(t => 0, t => t.PointwiseMultiply(spectrum), (_, v) => v.PointwiseMultiply(spectrum));
        ClassificationPrice Of(CriticalPointOptions options) => CriticalPoint.Price(objective, V.Dense(N), options);

        var coarse = Of(ByProducts with { Resolution = 1e-2 });
        var fine = Of(ByProducts with { Resolution = 1e-4 });
        ((fine.Products - 24.0) / (coarse.Products - 24)).Should().BeApproximately(10, 0.3);
        fine.Spectrum!.Smallest.Upper.Should().BeNegative();
        fine.MoreProducts.Should().BeGreaterThan(fine.Products - 4, "the vectors of both ends are wanted where there is negative curvature");
        var capped = Of(ByProducts with { Resolution = 1e-4, MaxProducts = 100 });
        capped.Products.Should().Be(124);
        var symmetric = Of(ByProducts with { Symmetries = [Symmetry.Create("two", t => [t + 1, t + 2])] });
        (symmetric.Products - Of(ByProducts).Products).Should().Be(2);
    }

    [Fact]
    public void Bad_input_is_refused_before_anything_is_evaluated()
    {
        var objective = Objective.Create(t => t.DotProduct(t), t => 2 * t);
        Refusal.Of<ArgumentException>(() => CriticalPoint.Price(objective, V.Dense([0, double.NaN])), "theta", "θ[1]", "NaN");
        Refusal.Of<ArgumentNullException>(() => CriticalPoint.Price(null!, V.Dense(2)), "objective");
        Refusal.Of<ArgumentNullException>(() => CriticalPoint.Price(objective, V.Dense(2), null!), "options");
        objective.Evaluations.Should().Be(default(EvaluationCounts));
    }
}
