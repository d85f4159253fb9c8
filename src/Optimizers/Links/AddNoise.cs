using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>u ← u + σn: the formula of the links that add noise.</summary>
/// <param name="deviation">σ.</param>
public readonly struct AddNoise(double deviation) : IUpdateLink
{
    /// <inheritdoc/>
    public static int StateCount => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StateForm FormOf(int index) => StateForm.Noise;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T parameter, T gradient, T update, ref State<T> state) where T : struct, IArithmetic<T> =>
        update + (deviation * state.First);
}
