using Optimizers.Arithmetic;

namespace Optimizers.Tests.Arithmetic;

/// <summary>Random numbers, each by its place.</summary>
public sealed class RandomEntriesTests
{
    [Fact]
    public void A_probability_is_the_midpoint_of_the_piece_that_its_bits_name()
    {
        var entries = new RandomEntries(5);
        for (var i = 0; i < 1000; i++)
        {
            var within = Math.ScaleB(entries.Probability(i), 53) - (entries.Bits(i) >> 11);
            // From one half on a double has no bit for the midpoint: it is rounded to an end of the piece.
            within.Should().BeOneOf(entries.Probability(i) < 0.5 ? [0.5] : [0, 1]);
            entries.Uniform(i).Should().Be((Math.ScaleB((entries.Bits(i) >> 11) + 0.5, -52) - 1) * Math.Sqrt(3));
        }
    }
}
