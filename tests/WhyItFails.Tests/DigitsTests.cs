namespace WhyItFails.Tests;

public sealed class DigitsTests
{
    private static readonly Digits Digits = Digits.Load(seed: 0);

    [Fact]
    public void All_1797_digits_are_there_as_the_archive_counts_them()
    {
        (Digits.Train.Count, Digits.Test.Count).Should().Be((1437, 360));
        int[] labels = [.. Digits.Train.Labels, .. Digits.Test.Labels];

        Enumerable.Range(0, 10).Select(digit => labels.Count(label => label == digit))
            .Should().Equal(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
    }

    [Fact]
    public void Pixels_are_sixteenths_of_full_brightness()
    {
        var pixels = Digits.Train.Images.Enumerate().ToArray();

        pixels.Should().OnlyContain(pixel => pixel >= 0 && pixel <= 1 && pixel * 16 == Math.Floor(pixel * 16));
        pixels.Max().Should().Be(1);
    }

    [Fact]
    public void The_first_digit_of_the_archive_is_a_zero_with_its_pixels()
    {
        // The first line of the file, whatever the shuffle made of its place.
        double[] first = [0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0, 0, 3, 15, 2, 0, 11, 8, 0, 0, 4, 12, 0, 0, 8, 8, 0,
            0, 5, 8, 0, 0, 9, 8, 0, 0, 4, 11, 0, 1, 12, 7, 0, 0, 2, 14, 5, 10, 12, 0, 0, 0, 0, 6, 13, 10, 0, 0, 0];
        var places = new[] { Digits.Train, Digits.Test }
            .SelectMany(examples => Enumerable.Range(0, examples.Count)
                .Select(n => (Image: examples.Images.Column(n) * 16, Label: examples.Labels[n])))
            .Where(example => example.Image.SequenceEqual(first));

        places.Should().ContainSingle().Which.Label.Should().Be(0);
    }

    [Fact]
    public void A_seed_gives_one_split()
    {
        Digits.Load(seed: 0).Test.Images.Equals(Digits.Test.Images).Should().BeTrue();
        Digits.Load(seed: 1).Test.Labels.Should().NotEqual(Digits.Test.Labels);
    }
}
