using Optimizers.Benchmarks.Measuring;

namespace Optimizers.Benchmarks.Peers;

/// <summary>TorchSharp's native library, which not every platform has.</summary>
internal static class TorchSharpLibrary
{
    /// <summary>Makes it loadable, and says whether it is; why not, to <paramref name="progress"/>.</summary>
    public static bool Load(TextWriter progress)
    {
        if (LibTorchSharpPatch.Apply(AppContext.BaseDirectory) is { } patched)
            progress.WriteLine($"This system's libstdc++ is older than TorchSharp's: its import renamed in {Path.GetFileName(patched)}.");
        try
        {
            using var workload = new TorchSharpStep(TorchSharpRule.Of(Subject.Adam), isDouble: false, length: 8, threads: 1);
            workload.Run();
            return true;
        }
        catch (Exception failure) when (failure is TypeInitializationException or DllNotFoundException or NotSupportedException)
        {
            progress.WriteLine($"TorchSharp cannot be loaded here and is left out: {failure.GetBaseException().Message.Split('\n')[0]}");
            return false;
        }
    }
}
