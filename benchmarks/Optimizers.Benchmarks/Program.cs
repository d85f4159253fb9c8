using System.CommandLine;
using System.Text;
using Optimizers.Benchmarks;
using Optimizers.Benchmarks.Checkpoints;
using Optimizers.Benchmarks.Measuring;
using Optimizers.Benchmarks.Reporting;
using Optimizers.Benchmarks.Rules;

if (args is [FirstSteps.Argument])
{
    Console.WriteLine(FirstSteps.Here());
    return 0;
}

var quick = new Option<bool>("--quick") { Description = "One short round: a look in a few minutes, too noisy to quote." };
var filter = new Option<string[]>("--filter")
{
    Description = "Only the cases whose name matches, * and ? as in file names; a name is SUBJECT/WHO/TYPE/LENGTH/THREADS, such as "
        + "Adam/Library/float/1000000/1. Figures relative to what was left out are missing then. May be given more than once.",
};
var rounds = new Option<int?>("--rounds") { Description = "How many rounds over all cases; 3, or 1 with --quick." };
var skipAheadOfTime = new Option<bool>("--no-aot") { Description = "Without the programs that are published ahead of time." };
var output = new Option<FileInfo?>("--out") { Description = "The Markdown file to write; a full run without filter writes benchmarks/RESULTS.md." };
var list = new Option<bool>("--list") { Description = "Print the names of the cases, and end." };
rounds.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int?>() is < 1)
        result.AddError("--rounds must be at least 1.");
});

var command = new RootCommand("Measures this library, its peers and the machine's memory side by side, and prints one table.")
{
    quick, filter, rounds, skipAheadOfTime, output, list,
};
command.SetAction(async (arguments, cancellationToken) =>
{
    var settings = arguments.GetValue(quick) ? RoundSettings.Quick : RoundSettings.Full;
    if (arguments.GetValue(rounds) is { } count)
        settings = settings with { Rounds = count };
    var filters = arguments.GetValue(filter) ?? [];
    var file = arguments.GetValue(output)?.FullName
        ?? (!settings.IsQuick && filters.Length == 0 && Repository.Folder is { } folder
            ? Path.Combine(folder, "benchmarks", "RESULTS.md") : null);
    var options = new BenchmarkOptions(filters, settings, !arguments.GetValue(skipAheadOfTime), file);
    if (arguments.GetValue(list))
    {
        foreach (var stepCase in options.Cases())
            Console.WriteLine(stepCase);
        return 0;
    }

    return await ReportAsync(async () =>
    {
        // On another thread: the command line listens for Ctrl-C only when this one has come back.
        var report = await Task.Run(() => new BenchmarkSession(options, Console.Error).RunAsync(cancellationToken), CancellationToken.None);
        Console.WriteLine(report);
        if (file is null)
            return;
        var everyRule = new MarkdownSection(RuleReport.Heading);
        if (File.Exists(file) && everyRule.In(await File.ReadAllTextAsync(file, CancellationToken.None)) is { } written)
            report = everyRule.Put(written, report);
        await WriteAsync(file, report);
    });
});

var turns = new Option<int>("--turns") { Description = "How many turns.", DefaultValueFactory = _ => 31 };
var model = new Command("model", "Measures steps on all parameters of a model, and the first steps of a process; writes benchmarks/MODEL.md.")
{
    turns,
};
model.SetAction((arguments, cancellationToken) => Task.Run(
    async () =>
    {
        var report = new ModelReport(arguments.GetValue(turns), Console.Error).Measure(cancellationToken);
        Console.WriteLine(report);
        if (Repository.Folder is { } folder)
            await File.WriteAllTextAsync(Path.Combine(folder, "benchmarks", "MODEL.md"), report, CancellationToken.None);
        return 0;
    },
    CancellationToken.None));
command.Subcommands.Add(model);

var names = new Argument<string[]>("rule")
{
    Description = "Only the rules whose name matches, * and ? as in file names, such as \"Adam*\"; prints the section, and writes it only to --out.",
    Arity = ArgumentArity.ZeroOrMore,
};
var minutes = new Option<double>("--minutes") { Description = "About how long it shall take.", DefaultValueFactory = _ => 8 };
minutes.Validators.Add(result =>
{
    if (!(result.GetValueOrDefault<double>() is > 0 and <= 600))
        result.AddError("--minutes must be above 0, and at most 600.");
});
var section = new Option<FileInfo?>("--out")
{
    Description = $"The Markdown file whose section \"{RuleReport.Heading[3..]}\" is written; benchmarks/RESULTS.md with all rules.",
};
var rules = new Command("rules", "Measures a step of every rule on 10,000 and 10,000,000 numbers, on one thread.") { names, minutes, section };
rules.Aliases.Add("--rules");
rules.SetAction(async (arguments, cancellationToken) =>
{
    var filters = arguments.GetValue(names) ?? [];
    var file = arguments.GetValue(section)?.FullName
        ?? (filters.Length == 0 && Repository.Folder is { } folder ? Path.Combine(folder, "benchmarks", "RESULTS.md") : null);
    return await ReportAsync(async () =>
    {
        var session = new RuleSession(filters, TimeSpan.FromMinutes(arguments.GetValue(minutes)), Console.Error);
        var report = await Task.Run(() => session.Run(cancellationToken), CancellationToken.None);
        Console.WriteLine(report);
        if (file is null)
            return;
        var text = File.Exists(file) ? await File.ReadAllTextAsync(file, CancellationToken.None) : "";
        await WriteAsync(file, new MarkdownSection(RuleReport.Heading).Put(report, text));
    });
});
command.Subcommands.Add(rules);

var checkpoint = new Command(
    "checkpoint",
    "Measures what a checkpoint a minute of 10,000,000 numbers, in the folder for temporary files, costs a training; about two minutes.");
checkpoint.SetAction(async _ =>
{
    var directory = Directory.CreateTempSubdirectory();
    Console.WriteLine(await CheckpointCost.MeasureAsync(directory.FullName));
    directory.Delete(recursive: true);
});
command.Subcommands.Add(checkpoint);

Console.OutputEncoding = Encoding.UTF8;
var parsed = command.Parse(args);
if (parsed.Errors is [var error, ..])
{
    Console.Error.WriteLine($"{error.Message} (--help lists the options.)");
    return 2;
}

// A case that is under way ends first: a few seconds with the longest ones.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) });

static async Task<int> ReportAsync(Func<Task> work)
{
    try
    {
        await work();
        return 0;
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("Cancelled; nothing was written.");
        return 130;
    }
    catch (Exception failure) when (failure is InvalidOperationException or IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(failure.Message);
        return 1;
    }
}

static async Task WriteAsync(string file, string text)
{
    await File.WriteAllTextAsync(file, text, CancellationToken.None);
    Console.Error.WriteLine($"Written to {file}.");
}
