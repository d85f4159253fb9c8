using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Optimizers.Files;

namespace Optimizers.Reports;

/// <summary>Files of reports: their names, and how they come to the disk.</summary>
internal static partial class ReportFile
{
    private const int LongestSlug = 60;

    /// <summary>
    /// Writes a file whole or not at all: beside its place first, then into it in one instant. Where that fails, a file that was there is as it was.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, IFileLayer layer)
    {
        try
        {
            using var replacement = FileReplacement.Begin(layer, path);
            replacement.Write(content);
            replacement.Commit();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"'{path}' cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// A file name, without an ending, that every file system takes, and another one for every other name: "learning-rate-too-high". What small
    /// letters, figures and single hyphens cannot tell, eight digits of the name's SHA-256 do: "run-a_3f1c09ab".
    /// </summary>
    /// <param name="name">Any text.</param>
    public static string NameOf(string name)
    {
        var slug = NotPlain().Replace(name.ToLowerInvariant(), "-").Trim('-');
        if (slug.Length > LongestSlug)
            slug = slug[..LongestSlug].TrimEnd('-');
        return Sentence().IsMatch(name) && name.Length <= LongestSlug ? slug : $"{(slug.Length == 0 ? "run" : slug)}_{Digits(name)}";
    }

    private static string Digits(string name) =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(name.AsSpan())).AsSpan(0, 4));

    // Where only the first letter is a capital and single spaces stand between the words, the slug tells the name.
    [GeneratedRegex(@"\A[A-Z0-9][a-z0-9]*( [a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Sentence();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotPlain();
}
