namespace Optimizers.Files;

/// <summary>A name from a file in a message: at most so long, and without characters that would change the line.</summary>
internal static class Quoted
{
    private const int MaxLength = 80;

    public static string Text(string name)
    {
        var shown = name.Length <= MaxLength ? name : $"{name.AsSpan(0, MaxLength)}…";
        return $"'{string.Concat(shown.Select(letter => char.IsControl(letter) ? '\uFFFD' : letter))}'";
    }
}
