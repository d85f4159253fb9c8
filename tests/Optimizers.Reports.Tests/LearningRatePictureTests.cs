using System.Buffers.Binary;
using Optimizers.Diagnostics;

namespace Optimizers.Reports.Tests;

/// <summary>The picture of a range test.</summary>
public class LearningRatePictureTests
{
    private static readonly RateRange Range = new(
        [.. Enumerable.Range(0, 30).Select(i => 1e-5 * Math.Pow(1.55, i))],
        [.. Enumerable.Range(0, 30).Select(i => i < 22 ? 2 * Math.Exp(-0.1 * i) : i < 26 ? 50.0 * i : double.PositiveInfinity)], 2.1, 0.01, 0.1);

    [Fact]
    public void Is_a_PNG_of_the_size_of_a_slide_also_where_losses_are_not_finite()
    {
        var path = Path.Combine(Path.GetTempPath(), $"optimizers-{Guid.NewGuid():N}.png");
        try
        {
            LearningRatePicture.Write(path, Range, "Adam");

            var png = File.ReadAllBytes(path);
            png.AsSpan(1, 3).ToArray().Should().Equal("PNG"u8.ToArray());
            (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))).Should().Be((1600, 900));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_test_of_one_rate_and_an_empty_name_are_refused()
    {
        FluentActions.Invoking(() => LearningRatePicture.Write("x.png", Range with { Rates = [1], Losses = [1] }, "Adam")).Should()
            .Throw<ArgumentException>().WithMessage("The test has 1 rates*");
        FluentActions.Invoking(() => LearningRatePicture.Write("x.png", Range, " ")).Should().Throw<ArgumentException>();
    }
}
