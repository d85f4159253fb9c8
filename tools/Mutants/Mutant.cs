namespace Optimizers.Mutants;

/// <summary>One change of the source.</summary>
/// <param name="room">The folder of its room.</param>
/// <param name="file">Its file under <c>src</c>.</param>
/// <param name="line">The line, from 1.</param>
/// <param name="column">The column, from 1.</param>
/// <param name="text">The text of the line.</param>
/// <param name="before">What stands there.</param>
/// <param name="after">What is put there.</param>
internal sealed class Mutant(string room, string file, int line, int column, string text, string before, string after)
{
    /// <summary>The folder of its room.</summary>
    public string Room => room;

    /// <summary>Its file under <c>src</c>.</summary>
    public string File => file;

    /// <summary>What stands there.</summary>
    public string Before => before;

    /// <summary>What is put there.</summary>
    public string After => after;

    /// <summary>The text of its line.</summary>
    public string Text => text;

    /// <summary>What it is called where lines may move.</summary>
    public string Name => $"{file} {before} => {after}";

    /// <summary>Its number in the build, from 1.</summary>
    public int Number { get; set; }

    /// <summary>What it is called where results are kept: it stays the same as long as its line does.</summary>
    public string Key => FormattableString.Invariant($"{file}:{line}:{column} {before} => {after}");

    /// <summary>Whether it is at this place.</summary>
    /// <param name="place">A file's name and a line: "Soap.cs:167".</param>
    public bool IsAt(string place) => FormattableString.Invariant($"/{file}:{line}").EndsWith($"/{place}", StringComparison.Ordinal);
}
