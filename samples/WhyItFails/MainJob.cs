using System.Diagnostics;
using WhyItFails.Failures;
using static System.FormattableString;

namespace WhyItFails;

/// <summary>
/// The story that the program tells: optimizers at work; a start that none of them leaves, the reason, and the way out; the point where training
/// ends; and eleven trainings that fail, diagnosed and cured.
/// </summary>
internal static class MainJob
{
    private const int Hidden = 32;

    /// <summary>Tells it.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="IOException">The pictures could not be written.</exception>
    public static void Run(Options options, Display display, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        options.Output.Create();
        var digits = Digits.Load(options.Seed);
        var goodStart = Network.Random(Digits.Pixels, Hidden, Digits.Classes, options.Seed);

        display.Line("Why does a network fail to train, and what helps?");
        display.Line($"Data: {Digits.Attribution}.");
        display.Line(Invariant($"{digits.Train.Count:N0} images to learn from, {digits.Test.Count} to test on; seed {options.Seed}."));
        display.Line(Invariant(
            $"Network: {Digits.Pixels}-{Hidden}-{Digits.Classes}, tanh, softmax, cross-entropy; {goodStart.ParameterCount:N0} parameters."));

        var race = Race.Run(goodStart, digits, options.Seed, display, cancellationToken);
        var saddle = SaddleStory.Run(goodStart, race[0], digits, options.Seed, display, cancellationToken);

        var landscape = Landscape.Run(
            race[0].Network, Contender.All[0].PeakLearningRate, digits, options.Seed, display, cancellationToken);

        var failures = FailureStory.Run(digits, options.Seed, display, cancellationToken);

        display.Heading("5. The report, and pictures");
        var report = display.Work("Drawing", _ => FailureStory.Write(failures, options.Output), _ => "done");
        display.Line($"  {report.Page}");
        display.Line($"  {report.Pictures}{Path.DirectorySeparatorChar}");
        var pictures = new Pictures(options.Output);
        display.Line($"  {pictures.LossCurves(race, saddle.Starts)}");
        display.Line($"  {pictures.Schedules()}");
        display.Line($"  {pictures.Eigenvalues(saddle.Point, saddle.Spectrum)}");
        display.Line($"  {pictures.Spectrum(landscape)}");
        display.Line($"  {pictures.Failures(failures)}");
        display.Line("");
        display.Line(Invariant($"Done in {clock.Elapsed.TotalSeconds:F1} s."));
    }
}
