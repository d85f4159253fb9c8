namespace Optimizers.Tests.Around;

/// <summary>The end of a training whose validation metric has stopped getting better.</summary>
public sealed class EarlyStoppingTests
{
    /// <summary>keras.callbacks.EarlyStopping, transcribed from its documentation: it waits for patience epochs without improvement.</summary>
    [Theory]
    [InlineData(1, 0.0, false)]
    [InlineData(3, 0.0, false)]
    [InlineData(2, 0.05, false)]
    [InlineData(3, 0.0, true)]
    public void It_stops_and_restores_where_Keras_does(int patience, double threshold, bool maximizes)
    {
        var stopping = new EarlyStopping(new Sgd(0.1), patience, threshold, maximizes);
        var random = new Random(8);
        double[] theta = [1, 2];
        float[] other = [3];
        var (best, wait, kept) = (maximizes ? double.MinValue : double.MaxValue, 0, theta.ToArray());
        for (var epoch = 0; ; epoch++)
        {
            stopping.Step([(theta, new double[] { -1, random.NextDouble() }), (other, new[] { 1f })]);
            var metric = (maximizes ? -1 : 1) * (Math.Abs(epoch - 12) + (3 * random.NextDouble())) + 40;
            var isBetter = maximizes ? metric > best * (1 + threshold) : metric < best * (1 - threshold);
            if (isBetter)
                (best, wait, kept) = (metric, 0, [.. theta, other[0]]);
            else
                wait++;
            var ends = stopping.Report(metric, At(theta), At(other));
            ends.Should().Be(wait >= patience, "epoch {0}", epoch);
            stopping.BestValue.Should().Be(best);
            if (ends)
                break;
        }

        theta.Should().NotEqual(kept[..2]);
        stopping.RestoreBest(At(theta), At(other));
        theta.Should().Equal(kept[..2]);
        other.Should().Equal((float)kept[2]);
    }

    [Fact]
    public void What_it_knows_is_part_of_the_state_and_of_the_file()
    {
        double[] theta = [1, 2, 3];
        var first = new EarlyStopping(new Adam(0.1), patience: 3);
        foreach (var metric in new[] { 2, 1, 1.5, double.NaN })
        {
            first.Step([(theta, new double[] { 1, -1, 2 })]);
            first.Report(metric, At(theta));
        }

        using var file = new MemoryStream();
        first.Save(file);
        file.Position = 0;
        var second = new EarlyStopping(new Adam(0.1), patience: 3);
        second.Load(file);
        (second.BestValue, second.BestIteration, second.HasStopped).Should().Be((1, 2, false));
        double[] one = [0, 0, 0], other = [0, 0, 0];
        second.Report(1.2, At(other)).Should().BeTrue().And.Be(first.Report(1.2, At(one)));
        first.RestoreBest(At(one));
        second.RestoreBest(At(other));
        other.Should().Equal(one);
        one.Should().NotEqual(theta).And.NotEqual([1, 2, 3]);
        second.Reset();
        (double.IsNaN(second.BestValue), second.BestIteration, second.HasStopped).Should().Be((true, -1, false));
    }

    [Fact]
    public void Other_parameters_and_a_restore_before_any_report_are_refused_and_change_nothing()
    {
        double[] theta = [1, 2];
        var stopping = new EarlyStopping(new Sgd(0.1), patience: 1);
        var early = () => stopping.RestoreBest(At(theta));
        early.Should().Throw<InvalidOperationException>().WithMessage("*no finite metric has been reported*");
        stopping.Report(double.NaN, At(theta));
        early.Should().Throw<InvalidOperationException>();
        stopping.Report(1, At(theta));
        var others = () => stopping.Report(0.5, At(new double[3]));
        others.Should().Throw<ArgumentException>().WithMessage("*not the parameters of the reports before*");
        var none = () => stopping.Report(0.5);
        none.Should().Throw<ArgumentException>();
        stopping.BestValue.Should().Be(1);
        theta[0] = 7;
        stopping.RestoreBest(At(theta));
        theta.Should().Equal(1, 2);
    }

    private static Parameter At(double[] theta) => (theta, new double[theta.Length]);

    private static Parameter At(float[] theta) => (theta, new float[theta.Length]);
}
