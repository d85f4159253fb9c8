using System.Globalization;

namespace Optimizers.Mutants;

/// <summary>A test, and the mutants that it reaches.</summary>
/// <param name="Class">Its class.</param>
/// <param name="Method">Its method; empty for what finding the tests of the class reaches.</param>
/// <param name="Id">Which row of the method's data it is; the mark of the class where there is no method.</param>
/// <param name="Milliseconds">How long it takes; below 0 if it fails without a mutant.</param>
/// <param name="Reached">The numbers of the mutants.</param>
internal sealed record TestCase(string Class, string Method, string Id, int Milliseconds, IReadOnlySet<int> Reached)
{
    /// <summary>Its line in what is asked.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture, $"{Class}\t{Method}\t{Id}\t{Milliseconds}");

    /// <summary>Reads a line of what was recorded.</summary>
    public static TestCase Parse(string line)
    {
        var cells = line.Split('\t');
        return new(
            cells[0],
            cells[1],
            cells[2],
            cells[3] == "-" ? -1 : int.Parse(cells[3], CultureInfo.InvariantCulture),
            cells[4].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(each => int.Parse(each, CultureInfo.InvariantCulture)).ToHashSet());
    }
}
