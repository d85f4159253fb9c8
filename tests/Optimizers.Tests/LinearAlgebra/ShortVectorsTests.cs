using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.LinearAlgebra;

/// <summary>Vectors too short for lanes.</summary>
public sealed class ShortVectorsTests
{
    [Fact]
    public void Entries_are_scaled_by_a_power_of_two_until_the_largest_is_between_1_and_2_and_zeros_by_none()
    {
        double[] entries = [0.75, -12, 0], zeros = [0, 0];
        ShortVectors.ScaleToOne(entries).Should().Be(3);
        entries.Should().Equal(0.75 / 8, -1.5, 0);
        ShortVectors.ScaleToOne(zeros).Should().Be(0);
        zeros.Should().Equal(0, 0);
        ShortVectors.ScaleToOne([]).Should().Be(0);
    }
}
