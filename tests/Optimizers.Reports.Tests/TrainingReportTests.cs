namespace Optimizers.Reports.Tests;

public class TrainingReportTests
{
    [Fact]
    public void Curves_that_cannot_be_drawn_are_refused_and_change_nothing()
    {
        var report = Runs.Healthy().AddCurve("a", [(0, 1), (5, 0.5)]);
        FluentActions.Invoking(() => report.AddCurve("a", [(0, 1)])).Should()
            .Throw<ArgumentException>().WithMessage("*\"a\" already*").WithParameterName("name");
        FluentActions.Invoking(() => report.AddCurve("b", [])).Should().Throw<ArgumentException>().WithParameterName("points");
        FluentActions.Invoking(() => report.AddCurve("b", [(3, 1), (3, 2)]))
            .Should().Throw<ArgumentException>().WithMessage("*iteration 3 after 3*").WithParameterName("points");
        FluentActions.Invoking(() => report.AddCurve("", [(3, 1)])).Should().Throw<ArgumentException>().WithParameterName("name");
        report.Curves.Should().ContainSingle();
        for (var i = 0; i < 5; i++)
            report.AddCurve($"more {i}", [(0, 1)]);
        FluentActions.Invoking(() => report.AddCurve("too many", [(0, 1)])).Should().Throw<InvalidOperationException>().WithMessage("*6 curves*");
    }

    [Fact]
    public void Pictures_are_written_for_each_chart_with_the_size_of_a_slide_and_the_same_bytes_each_time()
    {
        var folder = Directory.CreateTempSubdirectory("reports-").FullName;
        try
        {
            var paths = Runs.TooLarge().WritePngs(Path.Combine(folder, "new"));
            paths.Select(Path.GetFileName).Should().Equal(
                new[] { "loss", "comparison", "guide", "depth", "spectrum", "along-update", "along-gradient", "rate-range" }
                    .Select(chart => $"learning-rate-too-high-{chart}.png"));
            var first = paths.Select(File.ReadAllBytes).ToArray();
            foreach (var picture in first)
            {
                picture.AsSpan(1, 3).ToArray().Should().Equal("PNG"u8.ToArray());
                System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(16)).Should().Be(1600);
                System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(20)).Should().Be(900);
            }

            var second = Runs.TooLarge().WritePngs(Path.Combine(folder, "new")).Select(File.ReadAllBytes);
            second.Zip(first, (left, right) => left.AsSpan().SequenceEqual(right)).Should().NotContain(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_names_of_pictures_stay_in_their_folder()
    {
        var folder = Directory.CreateTempSubdirectory("reports-").FullName;
        try
        {
            Runs.HostileAndUnknown().WritePngs(folder).Should().NotBeEmpty()
                .And.OnlyContain(path => Path.GetDirectoryName(path) == folder && File.Exists(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Pictures_leave_the_font_of_other_plots_alone()
    {
        var before = ScottPlot.Fonts.Default;
        var folder = Directory.CreateTempSubdirectory("reports-").FullName;
        Runs.Healthy().WritePngs(folder);
        Directory.Delete(folder, recursive: true);
        ScottPlot.Fonts.Default.Should().Be(before);
    }
}
