using System.CommandLine;
using Optimizers.Diagnostics;
using Optimizers.Reports;

namespace Optimizers.Tool;

/// <summary>The command "why": reads a log or a folder, diagnoses it, and says what was found.</summary>
internal static class WhyCommand
{
    private static readonly (string Name, NamedLoss Loss)[] Known =
    [
        ("cross-entropy", Losses.CrossEntropyFromLogits),
        ("cross-entropy-of-probabilities", Losses.CrossEntropyFromProbabilities),
        ("cross-entropy-of-log-probabilities", Losses.CrossEntropyFromLogProbabilities),
        ("binary-cross-entropy", Losses.BinaryCrossEntropyFromLogits),
        ("binary-cross-entropy-of-probabilities", Losses.BinaryCrossEntropyFromProbabilities),
        ("squared-error", Losses.SquaredError),
        ("absolute-error", Losses.AbsoluteError),
        ("huber", Losses.Huber()),
        ("hinge", Losses.Hinge),
    ];

    private static readonly Argument<string> Path = new("path")
    {
        Description = "A log, a folder of TensorBoard, or a folder with inputs.npy, outputs.npy, targets.npy, losses.npy and log.csv.",
    };

    private static readonly Option<string?> Html = new("--html") { Description = "Write a page to this file too." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the diagnosis as JSON." };
    private static readonly Option<bool> All = new("--all") { Description = "Print everything, as Markdown: all evidence, for and against." };
    private static readonly Option<string?> RunName = new("--run") { Description = "The run, where a log holds several." };
    private static readonly Option<string?> LossName = OneOfKnown(new("--loss") { Description = "The loss of a folder's outputs and targets." });
    private static readonly Option<double?> Chance = new("--chance") { Description = "The loss of the best constant outputs." };
    private static readonly Option<int?> Classes = new("--classes") { Description = "How many classes there are: chance is its logarithm." };
    private static readonly Option<double?> Enough = new("--enough") { Description = "A training loss that you are content with." };

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What the user wrote behind "why".</param>
    /// <param name="output">Takes the answer.</param>
    /// <param name="error">Takes what could not be read, and why.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var command = new RootCommand(
            "Says why a training fails, from its log or from a folder of its arrays.\n\n"
            + "Exit codes: 0 healthy as far as was measured, 1 a fault, 2 the input cannot be read, 3 nothing can be told, or something better was "
            + "found, 4 the answer cannot be written.")
        {
            Path, Html, Json, All, RunName, LossName, Chance, Classes, Enough,
        };
        command.SetAction(parsed => Diagnose(parsed, output, error));
        var result = command.Parse(arguments);
        if (result.Errors.Count == 0)
        {
            try
            {
                return result.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
            }
            catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                // What the input refuses is told where it is read: this is the output's, whose fault the input's is not.
                error.WriteLine($"The answer cannot be written to the standard output: {refusal.Message}");
                return ExitCode.Unwritten;
            }
        }

        foreach (var wrong in result.Errors)
            error.WriteLine(wrong.Message);
        error.WriteLine("why --help shows what can be said.");
        return ExitCode.BadInput;
    }

    private static Option<string?> OneOfKnown(Option<string?> option)
    {
        option.AcceptOnlyFromAmong([.. Known.Select(each => each.Name)]);
        return option;
    }

    private static string? WrongNumber(ParseResult parsed) =>
        parsed.GetValue(Classes) is < 2 ? "--classes must be at least 2."
        : parsed.GetValue(Classes) is not null && parsed.GetValue(Chance) is not null ? "--classes and --chance say the same: give one of them."
        : parsed.GetValue(Chance) is { } chance && !double.IsFinite(chance) ? "--chance must be a finite number."
        : parsed.GetValue(Enough) is { } enough && !double.IsFinite(enough) ? "--enough must be a finite number."
        : null;

    private static int Diagnose(ParseResult parsed, TextWriter output, TextWriter error)
    {
        if (WrongNumber(parsed) is { } wrong)
        {
            error.WriteLine(wrong);
            return ExitCode.BadInput;
        }

        string answer;
        Verdict verdict;
        try
        {
            (answer, verdict) = Answer(parsed);
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            error.WriteLine(failure.Message);
            return ExitCode.BadInput;
        }

        output.WriteLine(answer);
        output.Flush();
        return ExitCode.Of(verdict);
    }

    private static (string Answer, Verdict Verdict) Answer(ParseResult parsed)
    {
        var (name, read, trainingCase) = Read(parsed);
        var diagnosis = Diagnosis.Of(trainingCase with
        {
            ChanceLoss = parsed.GetValue(Chance) ?? (parsed.GetValue(Classes) is { } classes ? Math.Log(classes) : trainingCase.ChanceLoss),
            SatisfactoryLoss = parsed.GetValue(Enough),
        });
        if (parsed.GetValue(Html) is { } page)
            ReportPage.Write(page, [new TrainingReport(name, diagnosis)], $"Why: {name}");
        var answer = parsed.GetValue(Json) ? diagnosis.ToJson()
            : parsed.GetValue(All) ? diagnosis.ToMarkdown()
            : $"{read}{Environment.NewLine}{Environment.NewLine}{diagnosis}";
        return (answer, diagnosis.Verdict);
    }

    private static (string Name, string Read, TrainingCase Case) Read(ParseResult parsed)
    {
        var path = parsed.GetRequiredValue(Path);
        var loss = Array.Find(Known, each => each.Name == parsed.GetValue(LossName)).Loss;
        if (Directory.Exists(path) && IsCase(path))
        {
            var folder = TrainingFolder.Read(path, loss);
            return (folder.Name, folder.ToString(), folder.Case);
        }

        if (!Directory.Exists(path) && !File.Exists(path))
            throw new FileNotFoundException($"There is no file and no folder {path}.");
        var log = TrainingLog.Read(path, new() { Run = parsed.GetValue(RunName) });
        return (log.Name, log.ToString(), new TrainingCase(log.ToMonitor()));
    }

    private static bool IsCase(string folder) => Directory.EnumerateFiles(folder, "*.npy").Concat(Directory.EnumerateFiles(folder, "log.*")).Any();
}
