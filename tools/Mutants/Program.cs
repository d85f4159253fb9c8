using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Optimizers.Mutants;
using Optimizers.Shell;

// dotnet run -c Release --project tools/Mutants -- [--rooms Rules,Steps] [--each 40] [--seed 1]
//   [--at Soap.cs:167] [--minutes 90] [--seconds 40] [--again]
// Changes the libraries in one place after another, or at the named lines, and asks the tests that reach the place whether they notice. It can be
// broken off at any time: what was tried stands in artifacts/mutants/results.tsv, what reaches what in reach.tsv beside it, and the next run goes on.
string Argument(string name, string otherwise) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : otherwise;

var root = new DirectoryInfo(Directory.GetCurrentDirectory());
while (root is not null && !File.Exists(Path.Combine(root.FullName, "Optimizers.sln")))
    root = root.Parent;
if (root is null)
{
    Console.Error.WriteLine("Run it inside the repository: there is no Optimizers.sln above the working directory.");
    return 2;
}

var named = Argument("--rooms", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
Room[] rooms = [.. Room.All.Where(room => named.Length == 0 || named.Any(room.IsCalled))];
var at = Argument("--at", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
var each = int.Parse(Argument("--each", "12"), CultureInfo.InvariantCulture);
var seed = int.Parse(Argument("--seed", "1"), CultureInfo.InvariantCulture);
var end = DateTime.UtcNow.AddMinutes(double.Parse(Argument("--minutes", "90"), CultureInfo.InvariantCulture));
var seconds = double.Parse(Argument("--seconds", "40"), CultureInfo.InvariantCulture);
return GuardedProgram.Run(() =>
{
    var work = Path.Combine(root.FullName, "artifacts", "mutants");
    Directory.CreateDirectory(work);

    var tree = new MutatedTree(root.FullName, Path.Combine(work, "tree"));
    var equivalents = new Equivalents(Path.Combine(root.FullName, "tools", "Mutants", "equivalents.tsv"));
    var found = tree.Find(rooms);
    var chosen = rooms.SelectMany(room =>
    {
        Mutant[] all = [.. found.Where(mutant => mutant.Room == room.Folder)];
        Mutant[] taken = [.. at.Length > 0 ? all.Where(mutant => at.Any(mutant.IsAt)) : Drawn(all, seed).Take(each)];
        Console.WriteLine($"{room.Folder}: {all.Length} mutants, {taken.Length} of them taken");
        return taken;
    }).ToList();
    var results = new Results(Path.Combine(work, "results.tsv"));
    var built = tree.Build(chosen, results);

    // Survivors are asked again once there are new tests. The rooms take turns: a run that is broken off says something of each.
    Mutant[] left =
    [
        .. built.GroupBy(mutant => mutant.Room).SelectMany(room => room.Select((mutant, i) => (Mutant: mutant, Turn: i)))
            .OrderBy(each => each.Turn).Select(each => each.Mutant)
            .Where(mutant => results.Of(mutant) is null || (args.Contains("--again") && results.IsSurvivor(mutant))),
    ];
    if (left.Length > 0)
    {
        var run = new TestRun(tree.Tests, work);
        var reach = Reach.Record(Path.Combine(work, "reach.tsv"), run, built, end);
        for (var i = 0; reach is not null && i < left.Length && DateTime.UtcNow < end; i++)
        {
            var cases = reach.Of(left[i], seconds);
            var outcome = cases.Count == 0 ? default : run.Ask(left[i].Number, cases);
            results.Add(left[i], outcome, cases.Count);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"[{i + 1}/{left.Length}] {outcome.Seconds,5:F1} s  {results.Of(left[i])}  {left[i].Number}  {left[i].Key}"));
        }
    }

    foreach (var room in rooms)
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
});

// In an order of chance that stays as it is when other places change.
static IEnumerable<Mutant> Drawn(IEnumerable<Mutant> mutants, int seed) => mutants
    .GroupBy(mutant => mutant.Name)
    .SelectMany(group => group.Select((mutant, i) => (mutant, Lot: SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {i} {group.Key}")))))
    .OrderBy(each => Convert.ToHexString(each.Lot), StringComparer.Ordinal)
    .Select(each => each.mutant);
