using System.Buffers;
using System.Security.Cryptography;

namespace Optimizers.Files;

/// <summary>The name of the file that a new content is written to: .NAME.0123456789abcdef.tmp, the digits by chance.</summary>
internal static class TemporaryName
{
    private const int Digits = 16;
    private const string End = ".tmp";
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    public static string For(string name) => $".{name}.{RandomNumberGenerator.GetHexString(Digits, lowercase: true)}{End}";

    /// <summary>Whether a file may have got its name for the content of that one.</summary>
    public static bool IsFor(string name, string file)
    {
        var begin = $".{name}.";
        return file.Length == begin.Length + Digits + End.Length
            && file.StartsWith(begin, StringComparison.Ordinal)
            && file.EndsWith(End, StringComparison.Ordinal)
            && !file.AsSpan(begin.Length, Digits).ContainsAnyExcept(Hexadecimal);
    }
}
