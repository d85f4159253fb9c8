using System.CommandLine;
using System.Globalization;
using System.Text;
using Optimizers.FaultBench;
using Optimizers.FaultBench.World;

CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
MathNet.Numerics.Control.UseSingleThread();

var seeds = new Option<int>("--seeds") { Description = "How many seeds in each half of the grid.", DefaultValueFactory = _ => 5 };
var only = new Option<string?>("--only") { Description = "Only this fault, such as rate-too-high, or healthy; with --score the healthy runs too." };
var quick = new Option<bool>("--quick") { Description = "A slice of the grid in less than two minutes." };
var train = new Option<bool>("--train") { Description = "Train only, without a diagnosis: which faults hurt." };
var guard = new Option<bool>("--guard")
{
    Description =
        "Train the faults that an optimizer can cure, and healthy runs, under the guard: what it repairs. With --quick under three minutes.",
};
var half = new Option<GridHalf?>("--half") { Description = "Only this half of the grid, A or B." };
var minutes = new Option<double?>("--minutes") { Description = "A slice of the grid: a shuffled one, as far as it gets in so many minutes." };
var rates = new Option<bool>("--rates") { Description = "Search for good learning rates, print the losses, and end." };
var monitor = new Option<bool>("--monitor") { Description = "Measure what the monitor costs the training of the sample, and end." };
var fashion = new Option<string>("--fashion") { Description = "The folder of Fashion-MNIST.", DefaultValueFactory = _ => Fashion.DefaultFolder };
var record = new Option<FileInfo?>("--record") { Description = "Write every run with the results of all its probes to this file, a JSON line each." };
var score = new Option<FileInfo?>("--score") { Description = "Do not train: score the diagnosis on the examinations of this file." };
var misses = new Option<bool>("--misses") { Description = "List every miss at the end." };
var output = new Option<FileInfo?>("--out") { Description = "The Markdown file to write; the pictures of the confusion are put beside it." };
seeds.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 100)
        result.AddError("--seeds must be from 1 to 100.");
});
only.Validators.Add(result =>
{
    if (result.GetValueOrDefault<string?>() is { } id && id != "healthy" && !FaultList.All.Any(fault => fault.Id == id))
        result.AddError($"There is no fault {id}; there are healthy, {string.Join(", ", FaultList.All.Select(fault => fault.Id).Distinct())}.");
});
minutes.Validators.Add(result =>
{
    if (result.GetValueOrDefault<double?>() is { } value && !(value > 0 && value <= 10_000))
        result.AddError("--minutes must be above 0 and at most 10000.");
});
score.Validators.Add(result =>
{
    if (result.GetValueOrDefault<FileInfo?>() is { Exists: false } file)
        result.AddError($"There is no file {file.FullName}.");
});

var command = new RootCommand("Makes trainings fail on purpose and scores the diagnosis.")
{
    seeds, only, quick, train, guard, half, minutes, rates, monitor, fashion, record, score, misses, output,
    WorldCommand.Create(), FitCommand.Create(),
};
command.SetAction(async (arguments, cancellationToken) =>
{
    try
    {
        // On another thread: the command line listens for Ctrl-C only when this one has come back.
        await Task.Run(() => Run(arguments, cancellationToken), CancellationToken.None);
        return 0;
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("Cancelled; what was recorded so far is kept.");
        return 130;
    }
    catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException or System.Text.Json.JsonException)
    {
        Console.Error.WriteLine(failure.Message);
        return 1;
    }
});

Console.OutputEncoding = Encoding.UTF8;
var parsed = command.Parse(args);
if (parsed.Errors is [var error, ..])
{
    Console.Error.WriteLine($"{error.Message} (--help lists the options.)");
    return 2;
}

return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) });

void Run(ParseResult arguments, CancellationToken cancellationToken)
{
    if (arguments.GetValue(rates))
    {
        RateSearch.Print(DataSets.Available(arguments.GetValue(fashion)!), cancellationToken);
        return;
    }

    if (arguments.GetValue(monitor))
    {
        Console.WriteLine(MonitorCost.Measure(Console.Error, cancellationToken));
        return;
    }

    var options = new BenchOptions(
        arguments.GetValue(quick) && arguments.GetResult(seeds) is not { Implicit: false } ? 1 : arguments.GetValue(seeds),
        arguments.GetValue(only),
        arguments.GetValue(train),
        arguments.GetValue(guard),
        arguments.GetValue(half),
        arguments.GetValue(minutes) is { } some ? TimeSpan.FromMinutes(some) : arguments.GetValue(quick) ? TimeSpan.FromSeconds(100) : null,
        arguments.GetValue(fashion)!,
        arguments.GetValue(record)?.FullName,
        arguments.GetValue(score)?.FullName,
        arguments.GetValue(misses),
        arguments.GetValue(output)?.FullName);
    var report = new BenchSession(options, Console.Error).Run(cancellationToken);
    Console.WriteLine(report);
    if (options.Output is { } file)
        File.WriteAllText(file, report);
}
