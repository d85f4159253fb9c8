using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>θ − u: where every step ends that says nothing else.</summary>
internal readonly record struct Descent : ILanding
{
    /// <inheritdoc/>
    public static int StateCount
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Land<T>(T parameter, T update, ref State<T> state) where T : struct, IArithmetic<T> => parameter - update;
}
