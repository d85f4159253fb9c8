using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Classification;

public class PlantedKindTests
{
    private const int Points = 1500;

    /// <summary>These took no part while the criterion was made.</summary>
    private const int FirstSeed = 20_000_000;

    [Theory]
    [InlineData(PlantedMeans.Hessian, 1)]
    [InlineData(PlantedMeans.Products, 0.99)]
    [InlineData(PlantedMeans.Gradients, 1)]
    [InlineData(PlantedMeans.ProductsOfGradients, 0.99)]
    public void A_kind_that_is_said_is_right_and_where_the_Hessian_tells_it_it_is_said(PlantedMeans means, double share)
    {
        var options = new CriticalPointOptions
        {
            DenseLimit = means is PlantedMeans.Products or PlantedMeans.ProductsOfGradients ? 0 : CriticalPointOptions.Default.DenseLimit,
        };
        var (regular, decided) = (0, 0);
        for (var seed = FirstSeed; seed < FirstSeed + Points; seed++)
        {
            var planted = new PlantedPoint(seed);
            var said = CriticalPoint.Classify(planted.Given(means), planted.Theta, options).Kind;
            planted.Allows(said).Should().BeTrue($"seed {seed} is a {planted.Shape}, a {planted.Kind}, and not a {said}");
            regular += planted.IsRegular ? 1 : 0;
            decided += planted.IsRegular && said == planted.Kind ? 1 : 0;
        }

        ((double)decided / regular).Should().BeGreaterThanOrEqualTo(share);
    }
}
