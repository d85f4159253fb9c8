using Optimizers.Files;

namespace Optimizers.Tests.Files.Replacement;

/// <summary>The program that is killed: it writes version after version to one path and says each when it is there.</summary>
internal static class EndlessWriter
{
    public const string Command = "write-until-killed";

    /// <summary>So many numbers, each the version: about a megabyte.</summary>
    public const int Count = 250_000;

    public static void Run(string path, int first)
    {
        for (var version = first; ; version++)
        {
            SafetensorsWriter.Write(path, Numbers.Equal(version, Count));
            Console.Out.WriteLine(version);
            Console.Out.Flush();
        }
    }
}
