using Optimizers.Diagnostics;

namespace Optimizers.Tool;

/// <summary>What the command tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>Nothing is wrong, as far as was measured.</summary>
    public const int Healthy = 0;

    /// <summary>There is a fault.</summary>
    public const int Fault = 1;

    /// <summary>The input cannot be read, or the command was called wrongly.</summary>
    public const int BadInput = 2;

    /// <summary>Nothing can be told, or something better than the run was found.</summary>
    public const int Open = 3;

    /// <summary>The answer cannot be written to the standard output.</summary>
    public const int Unwritten = 4;

    /// <summary>The exit code of a verdict.</summary>
    public static int Of(Verdict verdict) => verdict switch { Verdict.Healthy => Healthy, Verdict.Fault => Fault, _ => Open };
}
