using MathNet.Numerics.LinearAlgebra;

namespace WhyItFails.Tests;

public sealed class MiniBatchesTests
{
    // Example n has the one pixel n and the label n.
    private static readonly Examples All = new(Matrix<double>.Build.Dense(1, 10, (_, n) => n), [.. Enumerable.Range(0, 10)]);

    [Fact]
    public void An_epoch_deals_no_example_twice_and_drops_what_does_not_fill_a_batch()
    {
        var batches = new MiniBatches(All, size: 4, seed: 0);

        for (var epoch = 0; epoch < 3; epoch++)
        {
            int[] dealt = [.. batches.Next().Labels.ToArray(), .. batches.Next().Labels];
            dealt.Should().HaveCount(8).And.OnlyHaveUniqueItems();
        }
    }

    [Fact]
    public void An_image_keeps_its_label()
    {
        var batch = new MiniBatches(All, size: 10, seed: 1).Next();

        batch.Images.Row(0).Should().Equal(batch.Labels.Select(label => (double)label));
    }

    [Fact]
    public void A_seed_deals_one_order()
    {
        int[] Deal(int seed)
        {
            var batches = new MiniBatches(All, size: 5, seed);
            return [.. Enumerable.Range(0, 6).SelectMany(_ => batches.Next().Labels.ToArray())];
        }

        Deal(2).Should().Equal(Deal(2)).And.NotEqual(Deal(3));
        Deal(2)[..10].Should().NotEqual(Deal(2)[10..20], "every epoch is shuffled anew");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public void A_size_that_cannot_be_dealt_is_refused(int count) =>
        FluentActions.Invoking(() => new MiniBatches(All, count, seed: 0)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("size");
}
