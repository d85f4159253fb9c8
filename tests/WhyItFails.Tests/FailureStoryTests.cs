using System.Buffers.Binary;
using Spectre.Console;
using WhyItFails.Failures;

namespace WhyItFails.Tests;

/// <summary>The eleven trainings of the sample: each is diagnosed as what is wrong with it, and its cure helps.</summary>
public sealed class FailureStoryTests : IDisposable
{
    private static readonly Lazy<IReadOnlyList<FailureStory>> Stories = new(() =>
    {
        MathNet.Numerics.Control.UseSingleThread();
        var silent = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });
        return FailureStory.Run(Digits.Load(seed: 0), seed: 0, new Display(silent), CancellationToken.None);
    });

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("why-it-fails-");

    public static TheoryData<string> Causes => [.. FailureStory.Trainings(Digits.Load(seed: 0), seed: 0).Select(training => training.Cause)];

    [Theory]
    [MemberData(nameof(Causes))]
    public void A_training_that_fails_is_diagnosed_as_what_is_wrong_with_it(string cause) =>
        (Of(cause).Found?.Cause.Id).Should().Be(cause, "{0}", Of(cause).Diagnosis);

    [Theory]
    [MemberData(nameof(Causes))]
    public void The_cure_lowers_the_loss_far_below_that_of_the_failure(string cause)
    {
        var story = Of(cause);
        story.After[^1].Loss.Should().BeLessThan(0.2).And.BeLessThan(Finite(story.Before[^1].Loss) / 2);

        static double Finite(double loss) => double.IsFinite(loss) ? loss : double.MaxValue;
    }

    [Fact]
    public void The_curves_follow_one_another_from_the_first_iteration_on()
    {
        foreach (var story in Stories.Value)
        {
            story.Before[0].Iteration.Should().Be(0);
            story.After[0].Iteration.Should().BeGreaterThanOrEqualTo(story.Before[^1].Iteration);
            story.Before.Concat(story.After.Skip(1)).Select(point => point.Iteration).Should().BeInAscendingOrder();
        }
    }

    [Fact]
    public void The_report_is_one_page_with_every_failure_and_pictures_of_1600_by_900()
    {
        var (page, pictures) = FailureStory.Write(Stories.Value, _folder);

        page.Name.Should().Be("report.html");
        var html = File.ReadAllText(page.FullName);
        foreach (var story in Stories.Value)
            html.Should().Contain(story.Name);
        html.Should().Contain("after the cure").And.NotContain("<script");
        var files = pictures.GetFiles();
        files.Length.Should().BeGreaterThanOrEqualTo(2 * Stories.Value.Count);
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file.FullName);
            (BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20)))
                .Should().Be((1600, 900), file.Name);
        }

        new Pictures(_folder).Failures(Stories.Value).Exists.Should().BeTrue();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static FailureStory Of(string cause) => Stories.Value.Single(story => story.Cause == cause);
}
