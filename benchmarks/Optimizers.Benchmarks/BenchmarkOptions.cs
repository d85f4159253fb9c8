using System.IO.Enumeration;
using Optimizers.Benchmarks.Measuring;

namespace Optimizers.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="Filters">Patterns with * and ?, of which a case's name must match one; none for all cases.</param>
/// <param name="Settings">How long is measured.</param>
/// <param name="AheadOfTime">Whether to publish and measure the ahead-of-time program.</param>
/// <param name="Output">The Markdown file to write, or null for none.</param>
internal sealed record BenchmarkOptions(IReadOnlyList<string> Filters, RoundSettings Settings, bool AheadOfTime, string? Output)
{
    private static readonly int[] Lengths = [100, 10_000, 1_000_000, 10_000_000];

    /// <summary>The cases to measure, those of one length, element type and number of threads side by side.</summary>
    public IReadOnlyList<StepCase> Cases()
    {
        var cases =
            from length in Lengths
            from isDouble in (bool[])[false, true]
            from threads in (int[])[1, Environment.ProcessorCount]
            from stepCase in Group(length, isDouble, threads)
            select stepCase;
        return [.. cases.Distinct().Where(IsChosen)];
    }

    /// <summary>Whether the filters let a case through.</summary>
    public bool IsChosen(StepCase stepCase) =>
        Filters.Count == 0 || Filters.Any(f => FileSystemName.MatchesSimpleExpression(f, stepCase.ToString(), ignoreCase: true));

    private static IEnumerable<StepCase> Group(int length, bool isDouble, int threads)
    {
        foreach (var subject in Enum.GetValues<Subject>())
        {
            foreach (var contestant in Enum.GetValues<Contestant>())
            {
                var stepCase = new StepCase(subject, contestant, isDouble, length, threads);
                if (Exists(stepCase))
                    yield return stepCase;
            }
        }
    }

    private static bool Exists(StepCase stepCase) => stepCase.Contestant switch
    {
        // Stores past the cache are taken from some 100,000 elements on; below, this is the triad again.
        Contestant.Memory => !stepCase.IsStep && (stepCase.Subject != Subject.StreamingTriad || stepCase.Length > 100_000),
        Contestant.MathNet => stepCase.Subject == Subject.Adam,
        Contestant.TensorPrimitives => stepCase is { Subject: Subject.Adam, Threads: 1 },
        _ => stepCase.IsStep,
    };
}
