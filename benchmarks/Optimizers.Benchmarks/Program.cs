using System.CommandLine;
using System.Text;
using Optimizers.Benchmarks;
using Optimizers.Benchmarks.Checkpoints;
using Optimizers.Benchmarks.Measuring;
using Optimizers.Benchmarks.Reporting;

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

    try
    {
        // On another thread: the command line listens for Ctrl-C only when this one has come back.
        var report = await Task.Run(() => new BenchmarkSession(options, Console.Error).RunAsync(cancellationToken), CancellationToken.None);
        Console.WriteLine(report);
        if (file is not null)
        {
            await File.WriteAllTextAsync(file, report, CancellationToken.None);
            Console.Error.WriteLine($"Written to {file}.");
        }

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
