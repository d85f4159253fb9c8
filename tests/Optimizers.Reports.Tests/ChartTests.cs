using System.Globalization;
using Optimizers.Diagnostics;
using Optimizers.Reports.Charts;

namespace Optimizers.Reports.Tests;

public class ChartTests
{
    [Fact]
    public void Ticks_are_few_rising_and_on_the_axis_whatever_the_range()
    {
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var values = Enumerable.Range(0, 3).Select(_ => (random.NextDouble() - (i % 2 * 0.5)) * Math.Pow(10, random.Next(-300, 300))).ToArray();
            Axis[] axes =
            [
                Axis.Around("x", values), Axis.Logarithmic("x", "", values),
                Axis.Around("x", [values[0]]), Axis.Around("x", [values[0], Math.BitIncrement(values[0])]),
            ];
            foreach (var axis in axes)
            {
                var ticks = axis.Ticks(6);
                var slack = 1e-6 * (axis.Max - axis.Min);
                var isSound = axis.Max > axis.Min && ticks.Count < 10 && axis.Position(values[0]) is >= 0 and <= 1
                    && ticks.All(tick => tick.Value >= axis.Min - slack && tick.Value <= axis.Max + slack)
                    && ticks.Zip(ticks.Skip(1)).All(pair => pair.First.Value < pair.Second.Value);
                if (!isSound)
                    Assert.Fail(string.Create(CultureInfo.InvariantCulture,
                        $"{axis.Min} to {axis.Max}: {string.Join(' ', ticks.Select(tick => tick.Text))}"));
            }
        }
    }

    [Theory]
    [InlineData(new[] { 0.01, 2.0 }, "0.01 0.1 1")]
    [InlineData(new[] { 1e-9, 1.0 }, "10⁻⁸ 10⁻⁶ 10⁻⁴ 10⁻² 1")]
    [InlineData(new[] { 0.5, 4.0 }, "0.5 0.7 1 2 3")]
    [InlineData(new[] { 2.0, 2.3 }, "2.0 2.2 2.4")]
    public void A_logarithmic_axis_has_round_numbers(double[] values, string ticks) =>
        string.Join(' ', Axis.Logarithmic("loss", "nats", values).Ticks(6).Select(tick => tick.Text)).Should().Be(ticks);

    [Fact]
    public void A_loss_below_zero_makes_the_axis_linear_and_the_label_says_so()
    {
        Axis.Logarithmic("loss", "nats", [1, 2]).Label.Should().Be("loss (nats, log scale)");
        Axis.Logarithmic("loss", "nats", [-1, 2]).Label.Should().Be("loss (nats)");
        Axis.Logarithmic("loss", "", [0]).IsLogarithmic.Should().BeFalse();
    }

    [Fact]
    public void Thinning_keeps_the_ends_and_every_peak()
    {
        var points = Enumerable.Range(0, 10_000).Select(i => ((double)i, i == 4321 ? 100 : i == 7777 ? -100 : Math.Sin(i))).ToArray();
        var thinned = new Series("s", 0, SeriesStyle.Line, points).Thinned(50);
        thinned.Should().HaveCountLessThanOrEqualTo(200).And.Contain((4321, 100))
            .And.Contain((7777, -100)).And.StartWith(points[0]).And.EndWith(points[^1]);
        thinned.Select(point => point.X).Should().BeInAscendingOrder();
    }

    [Fact]
    public void A_line_scan_that_goes_far_has_a_logarithmic_axis_with_its_start_at_the_left_edge()
    {
        var scan = new LineScan("−g", 1, [(0, 2), (0.25, 1), (1, 3), (4096, 9)]);
        var far = new TrainingReport("far", Runs.Healthy().Model with { AlongGradient = scan });
        var axis = ((LineChart)RunCharts.Of(far).Single(chart => chart.Id == "along-gradient")).X;
        axis.Label.Should().Contain("log scale").And.Contain("0 at the left edge");
        axis.Position(0).Should().Be(0);
        axis.Position(0.25).Should().BeGreaterThan(0);
        axis.Position(1).Should().BeInRange(0.1, 0.3);
    }

    [Theory]
    [InlineData("yes,yes", "The optimization fails")]
    [InlineData("yes,no", "Model bias")]
    [InlineData("no,no", "Done")]
    [InlineData("no,yes,yes", "Overfitting")]
    [InlineData("no,yes,no", "The two sets differ")]
    [InlineData("no,?", "Is the loss on the testing data large?")]
    [InlineData("yes", "Does anything reach a lower one?")]
    [InlineData("?", "Is the loss on the training data large?")]
    public void The_guide_ends_where_the_answers_lead(string answers, string end)
    {
        var boxes = GuideChart.Layout(
            [.. answers.Split(',').Select(answer => new GuideStep("", answer switch { "yes" => true, "no" => false, _ => null }, ""))]);
        boxes.Should().HaveCount(9);
        boxes.Single(box => box.IsLast).Node.Title.Should().Be(end);
        boxes.Where(box => box.IsTaken && box.Parent >= 0).Select(box => boxes[box.Parent].IsTaken).Should().NotContain(false);
    }

    [Fact]
    public void The_stability_limit_is_marked_as_broken_where_the_curvature_is_above_it()
    {
        var spectrum = (LineChart)RunCharts.Of(Runs.TooLarge()).Single(chart => chart.Id == "spectrum");
        spectrum.Markers.Single(marker => marker.Text.StartsWith("2/α = 4 ", StringComparison.Ordinal)).IsFault.Should().BeTrue();
        spectrum.Bands.Select(band => (band.From, band.To)).Should().Equal((-0.81, -0.62), (41.2, 43.5));
    }

    [Fact]
    public void The_loss_is_marked_where_it_was_lowest_where_it_broke_and_where_it_was_diagnosed()
    {
        var loss = (LineChart)RunCharts.Of(Runs.TooLarge()).Single(chart => chart.Id == "loss");
        loss.Markers.Select(marker => marker.X).Should().Equal(0, 296, 1820, 2000);
        loss.Markers[^1].Text.Should().Contain("the steps are too large (97 %)").And.NotContain("explodes", "a symptom is no cause");
    }

    [Theory]
    [InlineData(0.0123, "0.0123")]
    [InlineData(-1234.5, "−1,234")]
    [InlineData(4.5e-7, "4.5×10⁻⁷")]
    [InlineData(1e12, "10¹²")]
    [InlineData(0, "0")]
    [InlineData(100, "100")]
    [InlineData(double.PositiveInfinity, "∞")]
    [InlineData(double.NaN, "not a number")]
    public void Numbers_are_short(double value, string text) => NumberText.Short(value).Should().Be(text);

    [Theory]
    [InlineData(0.00002, "< 0.001")]
    [InlineData(0.0123, "0.012")]
    [InlineData(12.34, "12.3")]
    public void Seconds_are_told_to_a_thousandth(double seconds, string text) => NumberText.Seconds(seconds).Should().Be(text);

    [Theory]
    [InlineData(0.97, "97 %")]
    [InlineData(0.999, ">\u00A099\u00A0%")]
    [InlineData(0.001, "<\u00A01\u00A0%")]
    [InlineData(1, "100 %")]
    public void No_confidence_is_rounded_to_certainty(double share, string text) => NumberText.Percent(share).Should().Be(text);
}
