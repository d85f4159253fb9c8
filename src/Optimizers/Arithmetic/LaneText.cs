using System.Runtime.Intrinsics;

namespace Optimizers.Arithmetic;

/// <summary>The lanes of this processor in words.</summary>
internal static class LaneText
{
    /// <summary>The widest: "512 bits", …, or "no lanes".</summary>
    public static string Widest =>
        Vector512.IsHardwareAccelerated ? "512 bits"
        : Vector256.IsHardwareAccelerated ? "256 bits"
        : Vector128.IsHardwareAccelerated ? "128 bits"
        : "no lanes";
}
