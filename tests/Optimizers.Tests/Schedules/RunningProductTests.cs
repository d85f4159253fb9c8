using CsCheck;
using Optimizers.Arithmetic;

namespace Optimizers.Tests.Schedules;

public class RunningProductTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.999)]
    [InlineData(0.999999999)]
    [InlineData(0.9999999999999999)]
    public void One_minus_a_power_is_right_to_one_ulp_from_the_first_factor_on(double factor)
    {
        var (product, exact) = (RunningProduct.One, (Exact)1);
        for (var t = 1; t <= 5000; t++)
        {
            product = product.Times(factor);
            exact *= factor;
            if (t <= 50 || t % 97 == 0)
                Exact.ErrorInUlps(product.OneMinus, 1 - exact).Should().BeLessThan(0.51, "t = {0}", t);
        }
    }

    [Fact]
    public void One_minus_a_product_of_unlike_factors_is_right_to_one_ulp() =>
        Gen.Select(Gen.Int[-52, -1], Gen.Double[0.01, 1]).Select((exponent, t) => 1 - t * Math.ScaleB(1, exponent)).Array[1, 200].Sample(factors =>
        {
            var (product, exact) = (RunningProduct.One, (Exact)1);
            foreach (var factor in factors)
                (product, exact) = (product.Times(factor), exact * factor);
            if (exact != 1)
                Exact.ErrorInUlps(product.OneMinus, 1 - exact).Should().BeLessThan(0.51);
        }, iter: 300);

    [Fact]
    public void No_factor_gives_zero_a_factor_one_changes_nothing_and_a_factor_zero_ends_it()
    {
        RunningProduct.One.OneMinus.Should().Be(0);
        RunningProduct.One.Times(1).Should().Be(RunningProduct.One);
        var product = RunningProduct.One.Times(0.9).Times(0.9);
        product.Times(1).Should().Be(product);
        product.Times(0).Should().Be(default(RunningProduct));
        product.Times(0).OneMinus.Should().Be(1);
    }

    [Fact]
    public void It_stops_where_one_minus_it_is_one_and_never_passes_through_the_subnormals()
    {
        var product = RunningProduct.One;
        for (var t = 0; t < 20_000; t++)
        {
            product = product.Times(0.9);
            (product.High == 0 || double.IsNormal(product.High)).Should().BeTrue();
            (product.Low == 0 || double.IsNormal(product.Low)).Should().BeTrue();
        }

        product.High.Should().BeInRange(0, 1e-16);
        product.OneMinus.Should().Be(1);
    }

    [Fact]
    public void Its_two_parts_are_its_whole_state()
    {
        var product = RunningProduct.One;
        for (var t = 0; t < 100; t++)
            product = product.Times(0.999);
        var restored = new RunningProduct(product.High, product.Low);
        for (var t = 0; t < 100; t++)
            (product, restored) = (product.Times(0.98), restored.Times(0.98));
        restored.Should().Be(product);
    }
}
