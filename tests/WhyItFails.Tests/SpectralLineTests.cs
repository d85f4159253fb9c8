namespace WhyItFails.Tests;

public sealed class SpectralLineTests
{
    [Fact]
    public void Eigenvalues_that_agree_up_to_the_tolerance_are_one_line()
    {
        SpectralLine.Of([-2, -2 + 1e-13, 0, 1, 1, 1], tolerance: 1e-12).Select(line => (Math.Round(line.Value, 9), line.Multiplicity))
            .Should().Equal((-2, 2), (0, 1), (1, 3));
    }

    [Fact]
    public void Of_nothing_there_is_no_line() => SpectralLine.Of([], tolerance: 1).Should().BeEmpty();
}
