using System.Runtime.CompilerServices;
using TorchSharp;

namespace Optimizers.Torch.Tests;

/// <summary>Whether LibTorch can be loaded here. On an older Linux it can, since a copy of it has been made fit before.</summary>
internal static class LibTorchLoading
{
    /// <summary>Why it cannot be loaded; null if it can.</summary>
    public static string? Fault { get; } = Load();

#pragma warning disable CA2255 // Before any test names a type of TorchSharp.
    [ModuleInitializer]
    internal static void Prepare() => LibTorchSharpPatch.Apply(AppContext.BaseDirectory);
#pragma warning restore CA2255

    private static string? Load()
    {
        try
        {
            torch.zeros(1).Dispose();
            torch.set_num_threads(1);
            return null;
        }
        catch (Exception failure) when (failure is TypeInitializationException or DllNotFoundException or NotSupportedException)
        {
            return $"LibTorch cannot be loaded here: {failure.GetBaseException().Message}";
        }
    }
}
