using System.CommandLine;
using System.Globalization;
using System.Text;
using Optimizers.Benchmarks;
using Optimizers.Testbed;
using Optimizers.Testbed.Problems;
using Optimizers.Testbed.Running;

CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

var isShort = new Option<bool>("--short")
{
    Description = "Twelve optimizers, three rates, one seed, the small problems: two minutes. Writes no page.",
};
var only = new Option<string?>("--only") { Description = "Only this problem, such as \"digits perceptron\". Writes no page." };
var threads = new Option<int>("--threads") { Description = "How many runs at once.", DefaultValueFactory = _ => Environment.ProcessorCount };
var runs = new Option<FileInfo>("--runs")
{
    Description = "The file of the finished runs, which are not repeated; artifacts/testbed.csv of the repository unless it is given.",
    DefaultValueFactory = _ => new FileInfo(Path.Combine(Repository.Folder ?? Environment.CurrentDirectory, "artifacts", "testbed.csv")),
};
var targets = new Option<bool>("--targets")
{
    Description = "Print what the targets were set by, and end: what Momentum reaches at the best of many rates.",
};
var costs = new Option<bool>("--costs")
{
    Description = "Measure what a step costs, too, by the clock: on a quiet machine. Kept in testbed-costs.csv beside the finished runs.",
};
var fashion = new Option<string>("--fashion") { Description = "The folder of Fashion-MNIST.", DefaultValueFactory = _ => Fashion.DefaultFolder };
var output = new Option<FileInfo?>("--out")
{
    Description = "The Markdown file to write, its pictures into images beside it; benchmarks/TESTBED.md of the repository unless it is given.",
};
threads.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 1000)
        result.AddError("--threads must be from 1 to 1000.");
});
only.Validators.Add(result =>
{
    var all = Problem.All.Select(each => each.Name).ToList();
    if (result.GetValueOrDefault<string?>() is { } name && !all.Contains(name))
        result.AddError($"There is no problem \"{name}\"; there are {string.Join(", ", all)}.");
});

var command = new RootCommand(
    "Trains problems that nobody tuned for these optimizers: steps to a target, at the default rate and at the best of seven.")
{
    isShort, only, threads, runs, targets, costs, fashion, output,
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
        Console.Error.WriteLine("Cancelled; the finished runs are kept.");
        return 130;
    }
    catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
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
    var problem = arguments.GetValue(only);
    Fashion.Folder = arguments.GetValue(fashion)!;
    if (!Fashion.IsThere)
    {
        var missing = $"Fashion-MNIST is not in {Fashion.Folder}: its two problems are left out. The Debian package dataset-fashion-mnist has it.";
        if (Problem.All.Any(each => each.Name == problem && each.IsOfFashion))
            throw new FileNotFoundException(missing);
        Console.Error.WriteLine(missing);
    }

    if (arguments.GetValue(targets))
    {
        TargetSearch.Print(Console.Out, problem, cancellationToken);
        return;
    }

    var isWhole = !arguments.GetValue(isShort) && problem is null;
    var file = arguments.GetValue(output)?.FullName
        ?? (isWhole && Repository.Folder is { } folder ? Path.Combine(folder, "benchmarks", "TESTBED.md") : null);
    var finished = arguments.GetValue(runs)!.FullName;
    var options = new TestbedOptions(
        arguments.GetValue(isShort), problem, arguments.GetValue(threads), finished,
        Path.Combine(Path.GetDirectoryName(finished)!, "testbed-costs.csv"), arguments.GetValue(costs));
    var report = new TestbedSession(options, Console.Error).Run(cancellationToken);
    var text = report.ToString();
    Console.WriteLine(text);
    if (file is null)
        return;
    File.WriteAllText(file, text);
    report.SavePictures(Path.Combine(Path.GetDirectoryName(file)!, "images"), cancellationToken);
}
