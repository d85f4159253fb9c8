using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Spectra;

public class KuczynskiWozniakowskiTests
{
    [Fact]
    public void The_figures_of_a_million_parameters_are_107_products_for_one_end_and_111_for_both()
    {
        KuczynskiWozniakowski.Steps(1_000_000, 0.01, 1e-6).Should().Be(107);
        ExtremeEigenvalues.Price(1_000_000, 0.01, 1e-6).Should().Be(111);
    }

    [Fact]
    public void The_three_forms_agree()
    {
        foreach (var n in new[] { 2, 100, 1_000_000 })
        {
            foreach (var k in new[] { 1, 3, 40, 99 })
            {
                foreach (var delta in new[] { 0.5, 1e-6 })
                {
                    var fraction = KuczynskiWozniakowski.Fraction(n, k, delta);
                    if (fraction is 0 or 1)
                        continue;
                    KuczynskiWozniakowski.FailureProbability(n, k, fraction).Should().BeApproximately(delta, 1e-12);
                    KuczynskiWozniakowski.FailureProbability(n, k, fraction)
                        .Should().BeApproximately(1.648 * Math.Sqrt(n) * Math.Exp(-Math.Sqrt(fraction) * (2 * k - 1)), 1e-12);
                    KuczynskiWozniakowski.Steps(n, fraction * (1 + 1e-9), delta).Should().Be(k);
                    KuczynskiWozniakowski.Steps(n, fraction * (1 - 1e-9), delta).Should().Be(k + 1);
                }
            }
        }
    }

    [Fact]
    public void The_paper_bounds_the_exact_probability_of_the_event_it_rests_on()
    {
        // P(|b₁| < t) for b uniform on the sphere of n dimensions, by Simpson's rule in the angle.
        foreach (var n in new[] { 2, 3, 5, 30, 1000 })
        {
            foreach (var k in new[] { 1, 2, 5, 20 })
            {
                foreach (var fraction in new[] { 0.001, 0.01, 0.1, 0.4, 0.9 })
                {
                    if (k >= n)
                        continue;
                    var t = 1 / Math.Cosh((2 * k - 1) * Math.Atanh(Math.Sqrt(fraction)));
                    var probability = Integral(Math.Asin(t), n) / Integral(Math.PI / 2, n);
                    probability.Should().BeLessThanOrEqualTo(KuczynskiWozniakowski.FailureProbability(n, k, fraction) * (1 + 1e-9));
                }
            }
        }

        static double Integral(double to, int n)
        {
            const int Intervals = 4000;
            var sum = 0.0;
            for (var i = 0; i <= Intervals; i++)
                sum += (i == 0 || i == Intervals ? 1 : i % 2 == 1 ? 4 : 2) * Math.Pow(Math.Cos(to * i / Intervals), n - 2);
            return sum * to / (3 * Intervals);
        }
    }

    [Fact]
    public void With_as_many_steps_as_dimensions_nothing_is_left_to_chance()
    {
        KuczynskiWozniakowski.FailureProbability(5, 5, 1e-9).Should().Be(0);
        KuczynskiWozniakowski.Fraction(5, 6, 1e-9).Should().Be(0);
        KuczynskiWozniakowski.Steps(5, 1e-9, 1e-9).Should().Be(5);
        KuczynskiWozniakowski.FailureProbability(100, 1, 1e-9).Should().Be(1);
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Refusal.Of<ArgumentOutOfRangeException>(() => KuczynskiWozniakowski.Steps(0, 0.1, 0.1), "dimension");
        Refusal.Of<ArgumentOutOfRangeException>(() => KuczynskiWozniakowski.Steps(5, 0, 0.1), "fraction", "less than 1");
        Refusal.Of<ArgumentOutOfRangeException>(() => KuczynskiWozniakowski.Steps(5, double.NaN, 0.1), "fraction");
        Refusal.Of<ArgumentOutOfRangeException>(() => KuczynskiWozniakowski.Steps(5, 0.1, 1), "failureProbability");
        Refusal.Of<ArgumentOutOfRangeException>(() => KuczynskiWozniakowski.Fraction(5, 0, 0.1), "steps");
        Refusal.Of<ArgumentOutOfRangeException>(() => KuczynskiWozniakowski.FailureProbability(5, 0, 0.1), "steps");
    }
}
