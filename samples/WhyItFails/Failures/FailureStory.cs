using Optimizers.Diagnostics;
using Optimizers.Reports;
using static System.FormattableString;

namespace WhyItFails.Failures;

/// <summary>Part 4: eleven trainings that fail, each with its diagnosis, its cure, and the curve before and after.</summary>
/// <param name="Name">What was wrong.</param>
/// <param name="Cause">The id of the cause that the diagnosis should name.</param>
/// <param name="Diagnosis">Its diagnosis.</param>
/// <param name="Cure">What was done.</param>
/// <param name="Before">The curve with the failure.</param>
/// <param name="After">The curve after the cure.</param>
/// <param name="Report">The report for the page.</param>
internal sealed record FailureStory(
    string Name, string Cause, Diagnosis Diagnosis, string Cure,
    IReadOnlyList<LossPoint> Before, IReadOnlyList<LossPoint> After, TrainingReport Report)
{
    /// <summary>The cause that the diagnosis named first; null if it found none.</summary>
    public Finding? Found => Diagnosis.Findings is [var first, ..] ? first : null;

    /// <summary>The eleven: eight that learn to tell digits, three that estimate their ink.</summary>
    public static IEnumerable<IFailingTraining> Trainings(Digits digits, int seed) =>
        [.. Failure.All.Select(failure => new FailingTraining(failure, digits, seed)), .. InkTraining.All(digits, seed)];

    /// <summary>Tells all of them.</summary>
    public static IReadOnlyList<FailureStory> Run(Digits digits, int seed, Display display, CancellationToken cancellationToken)
    {
        display.Heading("4. Eleven trainings that fail: why, and what helps");
        var stories = Trainings(digits, seed).Select(training => Tell(training, seed, display, cancellationToken)).ToArray();
        display.Line("");
        display.Show(Tables.Failures(stories));
        return stories;
    }

    /// <summary>Tells one.</summary>
    public static FailureStory Tell(IFailingTraining training, int seed, Display display, CancellationToken cancellationToken)
    {
        display.Line("");
        var before = display.Work($"{training.Name}: training", _ => training.Run(cancellationToken), Ends);
        var diagnosis = display.Work(
            "Diagnosis",
            progress => Diagnosis.Of(training.Case(), new DiagnosisOptions
            {
                Seed = seed,
                CancellationToken = cancellationToken,
                Progress = new Share(progress),
            }),
            found => Invariant($"{found.Cost.Losses:N0} losses and {found.Cost.Gradients:N0} gradients"));
        display.Line($"    {diagnosis.ToString().ReplaceLineEndings("\n    ")}");
        var cure = training.Cure(diagnosis);
        var report = new TrainingReport(training.Name, diagnosis) // before the monitor sees the cured training
        {
            Description = $"{training.Description} The cure: {cure}.",
            LossUnit = training.LossUnit,
        };
        var after = display.Work($"Cure: {cure}", _ => training.Run(cancellationToken), Ends);
        report.AddCurve("with the failure", Points(before)).AddCurve("after the cure", Points(after));
        return new(training.Name, training.Cause, diagnosis, cure, before, after, report);

        static string Ends(IReadOnlyList<LossPoint> curve) =>
            Invariant($"loss {Tables.Number(curve[^1].Loss)} after {curve[^1].Iteration - curve[0].Iteration} iterations");

        static IEnumerable<(long, double)> Points(IReadOnlyList<LossPoint> curve) => curve.Select(point => (point.Iteration, point.Loss));
    }

    /// <summary>Writes the page with all of them, "report.html", and their charts as pictures.</summary>
    /// <param name="stories">The stories.</param>
    /// <param name="folder">The folder of the page; it must exist. The pictures are in its folder "failures".</param>
    /// <returns>The page, and the folder of the pictures.</returns>
    public static (FileInfo Page, DirectoryInfo Pictures) Write(IReadOnlyList<FailureStory> stories, DirectoryInfo folder)
    {
        var page = new FileInfo(Path.Combine(folder.FullName, "report.html"));
        ReportPage.Write(page.FullName, stories.Select(story => story.Report), "Eleven trainings that fail: why, and what helps");
        var pictures = new DirectoryInfo(Path.Combine(folder.FullName, "failures"));
        foreach (var story in stories)
            story.Report.WritePngs(pictures.FullName);
        return (page, pictures);
    }

    private sealed class Share(IProgress<double> progress) : IProgress<DiagnosisProgress>
    {
        public void Report(DiagnosisProgress value)
        {
            if (value.CausesDone > 0)
                progress.Report((double)value.CausesDone / value.CauseCount);
        }
    }
}
