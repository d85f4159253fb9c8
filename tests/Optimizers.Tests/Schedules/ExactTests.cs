namespace Optimizers.Tests.Schedules;

/// <summary>The reference itself, against identities and the known digits of its constants.</summary>
public class ExactTests
{
    private const double Tiny = 1e-300;

    [Fact]
    public void Pi_agrees_with_its_known_digits() =>
        Exact.RelativeError(Exact.Pi * Power10(40), Integer("31415926535897932384626433832795028841971")).Should().BeLessThan(1e-40);

    [Fact]
    public void Exp_of_one_agrees_with_the_known_digits_of_e() =>
        Exact.RelativeError(Exact.Exp(1) * Power10(40), Integer("27182818284590452353602874713526624977572")).Should().BeLessThan(1e-40);

    [Fact]
    public void Log_of_two_agrees_with_its_known_digits() =>
        Exact.RelativeError(Exact.Log(2) * Power10(40), Integer("6931471805599453094172321214581765680755")).Should().BeLessThan(1e-39);

    [Theory]
    [InlineData(0.3)]
    [InlineData(1.7)]
    [InlineData(3.1)]
    public void The_functions_keep_their_identities(double x)
    {
        Exact.RelativeError(Exact.Log(Exact.Exp(x)), x).Should().BeLessThan(Tiny);
        Exact.RelativeError(Exact.Exp(x) * Exact.Exp(-(Exact)x), 1).Should().BeLessThan(Tiny);
        Exact.RelativeError(Exact.Cos(2 * (Exact)x), 2 * Exact.Cos(x) * Exact.Cos(x) - 1).Should().BeLessThan(Tiny);
        Exact.RelativeError(Exact.Sqrt(x) * Exact.Sqrt(x), x).Should().BeLessThan(Tiny);
        Exact.RelativeError(Exact.Power(x, 3), (Exact)x * x * x).Should().BeLessThan(Tiny);
        Exact.RelativeError(Exact.Cos(Exact.Pi), -1).Should().BeLessThan(Tiny);
    }

    [Fact]
    public void It_measures_errors_in_units_of_the_last_place()
    {
        Exact.ErrorInUlps(1.0, 1.0).Should().Be(0);
        Exact.ErrorInUlps(Math.BitIncrement(1.0), 1.0).Should().Be(1);
        Exact.ErrorInUlps(0.1, (Exact)1 / 10).Should().BeApproximately(0.4, 1e-12);
    }

    private static Exact Integer(string digits) => System.Numerics.BigInteger.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);

    private static Exact Power10(int exponent) => System.Numerics.BigInteger.Pow(10, exponent);
}
