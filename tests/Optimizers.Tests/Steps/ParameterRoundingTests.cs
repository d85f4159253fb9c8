using Optimizers.Arithmetic;

namespace Optimizers.Tests.Steps;

/// <summary>Steps that round parameters of 16 bits at random, with the right mean.</summary>
public sealed class ParameterRoundingTests
{
    private const int Count = 40_000;

    [Fact]
    public void A_half_is_one_of_the_neighbours_and_right_in_the_mean()
    {
        foreach (var value in new[] { 1.0003f, -7.7712f, 3e-7f, -2e-5f, 60010.3f })
        {
            var halves = new Half[Count];
            Narrow.RoundHalf(Enumerable.Repeat(value, Count).ToArray(), halves, new RandomEntries(4), 0);
            var nearest = (Half)value;
            var other = (float)nearest < value ? Half.BitIncrement(nearest) : Half.BitDecrement(nearest);
            halves.Distinct().Should().BeEquivalentTo([nearest, other], "of {0}", value);
            var bound = 4 * Math.Abs((double)nearest - (double)other) / Math.Sqrt(Count);
            (halves.Average(each => (double)each) - value).Should().BeInRange(-bound, bound);
        }
    }

    [Fact]
    public void What_is_a_half_stays_and_what_is_beyond_all_of_them_is_the_nearest()
    {
        float[] exact = [0, -0f, 1.5f, -65504, float.NaN, float.PositiveInfinity, 65510, 1e6f, -1e6f];
        var halves = new Half[exact.Length];
        for (var seed = 0; seed < 20; seed++)
        {
            Narrow.RoundHalf(exact, halves, new RandomEntries(seed), 0);
            halves.Should().Equal(exact.Select(each => (Half)each));
        }
    }

    [Theory]
    [InlineData(ElementKind.Half)]
    [InlineData(ElementKind.BFloat16)]
    public void Small_updates_move_theta_in_the_mean_where_the_nearest_stays(ElementKind kind)
    {
        // Steps of a hundredth of a last bit.
        var last = kind == ElementKind.Half ? 1.0 / 1024 : 1.0 / 128;
        foreach (var rounding in new[] { ParameterRounding.Nearest, ParameterRounding.Stochastic(3) })
        {
            var optimizer = new Sgd(last / 100) { Rounding = rounding };
            var (halves, ones) = (Enumerable.Repeat((Half)1.5, Count).ToArray(), Enumerable.Repeat((Half)1, Count).ToArray());
            var (bits, oneBits) = (Enumerable.Repeat((ushort)0x3FC0, Count).ToArray(), Enumerable.Repeat((ushort)0x3F80, Count).ToArray());
            for (var step = 0; step < 20; step++)
                optimizer.Step([kind == ElementKind.Half ? Parameter.OfHalf(halves, ones) : Parameter.OfBFloat16(bits, oneBits)]);
            var mean = kind == ElementKind.Half ? halves.Average(each => (double)each) : bits.Average(each => (double)Narrow.Widen(each));
            var expected = rounding.Seed is null ? 1.5 : 1.5 - (0.2 * last);
            mean.Should().BeApproximately(expected, rounding.Seed is null ? 0 : 5 * last * Math.Sqrt(20 * 0.01 / Count));
        }
    }

    [Fact]
    public void No_thread_and_no_resume_changes_a_choice_and_the_seed_does()
    {
        const int Large = 300_000;
        ushort[] Train(int threads, int seed, bool resumes)
        {
            var random = new Random(5);
            var optimizer = new Adam(1e-3) { Rounding = ParameterRounding.Stochastic(seed), MaxThreads = threads };
            var theta = new ushort[Large];
            var gradient = new ushort[Large];
            for (var step = 0; step < 4; step++)
            {
                for (var k = 0; k < Large; k++)
                    gradient[k] = (ushort)(0x3F00 + random.Next(0x100));
                if (resumes && step == 2)
                {
                    var other = new Adam(1e-3) { Rounding = ParameterRounding.Stochastic(seed), MaxThreads = threads };
                    other.Restore(optimizer.Snapshot());
                    optimizer = other;
                }

                optimizer.Step([Parameter.OfBFloat16(theta, gradient)]);
            }

            return theta;
        }

        var expected = Train(1, 7, resumes: false);
        Train(3, 7, resumes: false).Should().Equal(expected);
        Train(2, 7, resumes: true).Should().Equal(expected);
        Train(1, 8, resumes: false).Should().NotEqual(expected);
    }

    [Fact]
    public void A_chain_rounds_as_its_rule_was_set_to()
    {
        var chain = new Sgd(1e-5) { Rounding = ParameterRounding.Stochastic(1) }.Then(new Trace());
        chain.Rounding.ToString().Should().Be("Stochastic(seed: 1)");
        ParameterRounding.Nearest.ToString().Should().Be("Nearest");
        FluentActions.Invoking(() => new Sgd(1) { Rounding = null! }).Should().Throw<ArgumentNullException>();
    }
}
