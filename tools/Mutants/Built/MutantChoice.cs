using System.Globalization;
using System.Runtime.CompilerServices;

namespace Optimizers;

/// <summary>
/// What chooses a mutant in a mutated build, which this file is copied into: an environment variable. Another makes the build note which mutants are
/// reached. Both are static readonly, so that the JIT compiles the chosen branch alone.
/// </summary>
public static class MutantChoice
{
    /// <summary>The variable that holds the number of the mutant.</summary>
    public const string Variable = "OPTIMIZERS_MUTANT";

    /// <summary>The variable that makes it note what is reached: the beginning of the names of the files that other processes leave.</summary>
    public const string RecordVariable = "OPTIMIZERS_MUTANTS_REACHED";

    private static readonly int Number =
        int.TryParse(Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static readonly bool[] Reached = new bool[1 << 16];
    private static readonly bool IsRecording = Begin();

    /// <summary>Whether it is this mutant that is tried.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Is(int number)
    {
        if (IsRecording)
            Reached[number] = true;
        return Number == number;
    }

    /// <summary>The mutants that this process, and those that it started and that have ended, reached since the last call.</summary>
    public static int[] TakeReached()
    {
        var path = Path.GetFullPath(Environment.GetEnvironmentVariable(RecordVariable)!);
        foreach (var left in Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + ".*"))
        {
            foreach (var other in File.ReadAllLines(left))
                Reached[int.Parse(other, CultureInfo.InvariantCulture)] = true;
            File.Delete(left);
        }

        int[] all = [.. Enumerable.Range(1, Reached.Length - 1).Where(each => Reached[each])];
        Array.Clear(Reached);
        return all;
    }

    private static bool Begin()
    {
        if (Environment.GetEnvironmentVariable(RecordVariable) is not { Length: > 0 } path)
            return false;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
            File.WriteAllLines(
                $"{path}.{Environment.ProcessId}",
                Enumerable.Range(1, Reached.Length - 1).Where(each => Reached[each]).Select(each => each.ToString(CultureInfo.InvariantCulture)));
        return true;
    }
}
