using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Optimizers.Mutants;
using Optimizers.Shell;

var rooms = new Option<string[]>("--rooms")
{
    Description = "Only these rooms, by their folders or the ends of them, with commas: Rules,Proofs.",
    CustomParser = result => Parts(result),
    DefaultValueFactory = _ => [],
};
var at = new Option<string[]>("--at")
{
    Description = "The mutants of these lines instead of a draw, with commas: Soap.cs:167.",
    CustomParser = result => Parts(result),
    DefaultValueFactory = _ => [],
};
var each = new Option<int>("--each") { Description = "How many mutants of a room are drawn.", DefaultValueFactory = _ => 12 };
var seed = new Option<int>("--seed") { Description = "Which draw.", DefaultValueFactory = _ => 1 };
var minutes = new Option<double>("--minutes") { Description = "After how long it breaks off; the next run goes on.", DefaultValueFactory = _ => 90 };
var seconds = new Option<double>("--seconds") { Description = "How long the tests of one mutant may take.", DefaultValueFactory = _ => 40 };
var again = new Option<bool>("--again") { Description = "Ask the survivors of earlier runs again." };
rooms.Validators.Add(result =>
{
    if (Array.Find(result.GetValueOrDefault<string[]>() ?? [], name => !Room.All.Any(room => room.IsCalled(name))) is { } unknown)
        result.AddError($"There is no room {unknown}; there are {string.Join(", ", Room.All.Select(room => room.Folder))}.");
});
each.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() < 1)
        result.AddError("--each must be at least 1.");
});

var command = new RootCommand(
    "Changes the libraries in one place after another and asks the tests that reach the place whether they notice. It can be broken off at any time: "
    + "what was tried stands in artifacts/mutants/results.tsv, and the next run goes on.")
{
    rooms, at, each, seed, minutes, seconds, again,
};
command.SetAction(arguments => GuardedProgram.Run(() => Run(arguments)));
var parsed = command.Parse(args);
if (parsed.Errors is [var error, ..])
{
    Console.Error.WriteLine($"{error.Message} (--help lists the options.)");
    return 2;
}

return parsed.Invoke();

int Run(ParseResult arguments)
{
    if (RepositoryRoot.Find() is not { } root)
        return 2;

    var named = arguments.GetValue(rooms)!;
    var places = arguments.GetValue(at)!;
    Room[] entered = [.. Room.All.Where(room => named.Length == 0 || named.Any(room.IsCalled))];
    var end = DateTime.UtcNow.AddMinutes(arguments.GetValue(minutes));
    var work = Path.Combine(root.FullName, "artifacts", "mutants");
    Directory.CreateDirectory(work);

    var tree = new MutatedTree(root.FullName, Path.Combine(work, "tree"));
    var equivalents = new Equivalents(Path.Combine(root.FullName, "tools", "Mutants", "equivalents.tsv"));
    var found = tree.Find(entered);
    var chosen = entered.SelectMany(room =>
    {
        Mutant[] all = [.. found.Where(mutant => mutant.Room == room.Folder)];
        Mutant[] taken =
        [
            .. places.Length > 0
                ? all.Where(mutant => places.Any(mutant.IsAt))
                : Drawn(all, arguments.GetValue(seed)).Take(arguments.GetValue(each)),
        ];
        Console.WriteLine($"{room.Folder}: {all.Length} mutants, {taken.Length} of them taken");
        return taken;
    }).ToList();
    var results = new Results(Path.Combine(work, "results.tsv"));
    bool IsOpen(Mutant mutant) => results.IsSurvivor(mutant) && equivalents.ReasonOf(mutant) is null;
    var built = tree.Build(chosen, results);

    // Survivors that tests can notice are asked again once there are new ones. The rooms take turns: a run that is broken off says something of each.
    Mutant[] left =
    [
        .. built.GroupBy(mutant => mutant.Room).SelectMany(room => room.Select((mutant, i) => (Mutant: mutant, Turn: i)))
            .OrderBy(turned => turned.Turn).Select(turned => turned.Mutant)
            .Where(mutant => results.Of(mutant) is null || (arguments.GetValue(again) && IsOpen(mutant))),
    ];
    if (left.Length > 0)
    {
        var run = new TestRun(tree.Tests, work);
        var reach = Reach.Record(Path.Combine(work, "reach.tsv"), run, built, end);
        for (var i = 0; reach is not null && i < left.Length && DateTime.UtcNow < end; i++)
        {
            var cases = reach.Of(left[i], arguments.GetValue(seconds));
            var outcome = cases.Count == 0 ? default : run.Ask(left[i].Number, cases);
            results.Add(left[i], outcome, cases.Count);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"[{i + 1}/{left.Length}] {outcome.Seconds,5:F1} s  {results.Of(left[i])}  {left[i].Number}  {left[i].Key}"));
        }
    }

    foreach (var room in entered)
    {
        var tried = built.Where(mutant => mutant.Room == room.Folder && results.Of(mutant) is not (null or Results.NoProgram)).ToArray();
        var survivors = tried.Where(mutant => results.IsSurvivor(mutant)).ToArray();
        var equivalent = survivors.Count(mutant => equivalents.ReasonOf(mutant) is not null);
        var real = tried.Length - equivalent;
        if (real == 0)
            continue;
        var caught = tried.Length - survivors.Length;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{room.Folder}: {caught} of {real} caught ({100.0 * caught / real:F0} %, to reach {100 * room.ToReach:F0} %), {equivalent} equivalent"));
        foreach (var mutant in survivors)
        {
            var reason = equivalents.ReasonOf(mutant) is { } why ? $"equivalent, {why}" : "SURVIVES";
            Console.WriteLine($"  {reason}: {mutant.Key}");
        }
    }

    return 0;
}

static string[] Parts(ArgumentResult result) => result.Tokens is [var token] ? token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries) : [];

// In an order of chance that stays as it is when other places change.
static IEnumerable<Mutant> Drawn(IEnumerable<Mutant> mutants, int seed) => mutants
    .GroupBy(mutant => mutant.Name)
    .SelectMany(group => group.Select((mutant, i) => (mutant, Lot: SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {i} {group.Key}")))))
    .OrderBy(drawn => Convert.ToHexString(drawn.Lot), StringComparer.Ordinal)
    .Select(drawn => drawn.mutant);
