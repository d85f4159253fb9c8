using Spectre.Console;
using WhyItFails.Failures;
using static System.FormattableString;

namespace WhyItFails;

/// <summary>The tables and the one-line summaries of the story.</summary>
internal static class Tables
{
    private static readonly string[] Parameters = ["W₁", "b₁", "W₂", "b₂"];

    /// <summary>A run in a few words.</summary>
    public static string Summary(TrainingRun run) => Invariant($"loss {Number(run.Loss)}, test accuracy {Percent(run.Accuracy)}");

    /// <summary>Three significant digits; 0 only for exactly zero.</summary>
    public static string Number(double value) => value is 0 or >= 1e-4 ? Invariant($"{value:G3}") : Invariant($"{value:0.0e-0}");

    /// <summary>One row a run.</summary>
    /// <param name="what">What the runs differ in.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="extra">A further column after the name: its title and its cells.</param>
    public static Table Runs(string what, IReadOnlyList<TrainingRun> runs, (string Title, string[] Cells)? extra = null)
    {
        var goal = Percent(Training.Goal);
        string[] titles = [what, $"iterations to {goal}", $"seconds to {goal}", "final loss", "final accuracy"];
        return Rows([titles[0], .. Extra(column => column.Title), .. titles[1..]], runs.Select((run, i) => (string[])[
            run.Name,
            .. Extra(column => column.Cells[i]),
            run.ReachedAfter is { } iterations ? Invariant($"{iterations}") : "never",
            run.ReachedIn is { TotalSeconds: var seconds } ? Invariant($"{seconds:F3}") : "",
            Number(run.Loss),
            Percent(run.Accuracy)]));

        string[] Extra(Func<(string Title, string[] Cells), string> part) => extra is { } column ? [part(column)] : [];
    }

    /// <summary>One row a training that failed.</summary>
    public static Table Failures(IReadOnlyList<FailureStory> stories) => Rows(
        ["what was wrong", "what was found", "sure", "loss before", "after the cure", "seconds"],
        stories.Select(story => (string[])[
            story.Name,
            story.Found?.Cause.Id ?? "nothing",
            story.Found is { } found ? Sureness(found.Confidence) : "",
            Number(story.Before[^1].Loss),
            Number(story.After[^1].Loss),
            Invariant($"{story.Diagnosis.Seconds:F1}")]));

    /// <summary>The norms of every parameter and its gradient, before and after.</summary>
    public static Table Norms(Plateau plateau) => Rows(
        ["parameter", "norm at the start", "norm after", "gradient at the start", "gradient after"],
        Parameters.Select((name, i) => (string[])[
            name,
            Number(plateau.Before.Parameters[i]),
            Number(plateau.After.Parameters[i]),
            Number(plateau.Before.Gradients[i]),
            Number(plateau.After.Gradients[i])]));

    /// <summary>Eigenvalues with how often they occur, and the same by theory.</summary>
    public static Table Spectrum(IEnumerable<SpectralLine> measured, IEnumerable<SpectralLine> theory) => Rows(
        ["eigenvalue", "directions", "by theory", "directions"],
        measured.Zip(theory, (line, expected) => (string[])[
            Invariant($"{line.Value:F12}"),
            Invariant($"{line.Multiplicity}"),
            Invariant($"{expected.Value:F12}"),
            Invariant($"{expected.Multiplicity}")]));

    private static Table Rows(string[] titles, IEnumerable<string[]> rows)
    {
        var table = new Table().RoundedBorder();
        foreach (var (i, title) in titles.Index())
            table.AddColumn(new TableColumn(Markup.Escape(title)) { Alignment = i == 0 ? Justify.Left : Justify.Right });
        foreach (var row in rows)
            table.AddRow(row.Select(Markup.Escape).ToArray());
        return table;
    }

    // What is not certain is never called 100 %.
    private static string Sureness(double probability) => probability >= 0.9995 ? "> 99.9 %" : Percent(probability);

    private static string Percent(double share) => Invariant($"{100 * share:0.#} %");
}
