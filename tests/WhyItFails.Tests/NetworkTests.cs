using MathNet.Numerics.LinearAlgebra;

namespace WhyItFails.Tests;

public sealed class NetworkTests
{
    [Fact]
    public void The_network_of_the_digits_has_2410_parameters() =>
        new Network(Digits.Pixels, 32, Digits.Classes).ParameterCount.Should().Be((64 * 32) + 32 + (32 * 10) + 10).And.Be(2410);

    [Fact]
    public void Theta_is_W1_b1_W2_b2_column_by_column()
    {
        var network = new Network(inputs: 2, hidden: 3, outputs: 2);
        network.Assign(Vector<double>.Build.Dense(17, i => i));

        network.W1[1, 0].Should().Be(1);
        network.W1[0, 1].Should().Be(3);
        network.B1[2].Should().Be(8);
        network.W2[1, 0].Should().Be(10);
        network.W2[0, 2].Should().Be(13);
        network.B2[1].Should().Be(16);
        network.ToVector().Should().Equal(Enumerable.Range(0, 17).Select(i => (double)i));
    }

    [Fact]
    public void A_vector_of_another_length_is_refused() =>
        new Network(2, 3, 2).Invoking(network => network.Assign(Vector<double>.Build.Dense(16)))
            .Should().Throw<ArgumentException>().WithMessage("*16 elements*17 parameters*");

    [Fact]
    public void A_random_start_is_the_same_for_a_seed_and_within_Glorots_bounds()
    {
        var network = Network.Random(64, 32, 10, seed: 3);

        network.ToVector().Should().Equal(Network.Random(64, 32, 10, seed: 3).ToVector());
        network.ToVector().Should().NotEqual(Network.Random(64, 32, 10, seed: 4).ToVector());
        network.W1.Enumerate().Max(Math.Abs).Should().BeInRange(0.95 * 0.25, 0.25, "√(6/96) = 0.25");
        network.W2.Enumerate().Max(Math.Abs).Should().BeInRange(0.95 * Math.Sqrt(6 / 42.0), Math.Sqrt(6 / 42.0));
        network.B1.Should().OnlyContain(bias => bias == 0);
        network.B2.Should().OnlyContain(bias => bias == 0);
    }
}
