using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>One pass over the memory of a parameter, its gradient and its state, in which a rule takes its step.</summary>
internal abstract class Sweep<E> where E : unmanaged
{
    /// <summary>Takes the step on a block of elements.</summary>
    public abstract void Run(Span<E> value, ReadOnlySpan<E> gradient, E[][] state, int start);
}

/// <inheritdoc/>
internal sealed class Sweep<E, TRule> : Sweep<E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
    where TRule : struct, IUpdateRule
{
    /// <summary>The rule with the hyperparameters of the step under way.</summary>
    public TRule Rule;

    public override void Run(Span<E> value, ReadOnlySpan<E> gradient, E[][] state, int start)
    {
        var length = (nuint)value.Length;
        nuint done = 0;
        if (Vector512.IsHardwareAccelerated && length - done >= (nuint)Vector512<E>.Count)
            done = Run<Lanes512<E>>(Rule, value, gradient, state, start, done);
        if (Vector256.IsHardwareAccelerated && length - done >= (nuint)Vector256<E>.Count)
            done = Run<Lanes256<E>>(Rule, value, gradient, state, start, done);
        if (Vector128.IsHardwareAccelerated && length - done >= (nuint)Vector128<E>.Count)
            done = Run<Lanes128<E>>(Rule, value, gradient, state, start, done);
        if (length > done)
            Run<Scalar<E>>(Rule, value, gradient, state, start, done);
    }

    // Not inlined: when the caller is recompiled after some thousand steps, this loop would go into it, and the rule's operations would no longer
    // fit what the JIT inlines there (10 times slower).
    /// <summary>Takes the step on as many elements as whole lanes cover.</summary>
    /// <param name="rule">The rule. By value: a copy in registers cannot change while memory is written.</param>
    /// <param name="value">The block of values.</param>
    /// <param name="gradient">The block of gradients, as long.</param>
    /// <param name="state">The state arrays of the whole parameter, <see cref="IUpdateRule.StateCount"/> of them.</param>
    /// <param name="start">Where the block starts in them.</param>
    /// <param name="done">How many elements of the block have taken their step.</param>
    /// <returns>How many have now.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static nuint Run<T>(TRule rule, Span<E> value, ReadOnlySpan<E> gradient, E[][] state, int start, nuint done)
        where T : struct, ILanes<T, E>
    {
        var lanes = (nuint)T.Count;
        var length = (nuint)value.Length;
        if (done + lanes > length)
            return done;

        ref var theta = ref MemoryMarshal.GetReference(value);
        ref var g = ref MemoryMarshal.GetReference(gradient);
        ref var first = ref TRule.StateCount > 0 ? ref At(state[0], start) : ref Unsafe.NullRef<E>();
        ref var second = ref TRule.StateCount > 1 ? ref At(state[1], start) : ref Unsafe.NullRef<E>();
        ref var third = ref TRule.StateCount > 2 ? ref At(state[2], start) : ref Unsafe.NullRef<E>();
        ref var fourth = ref TRule.StateCount > 3 ? ref At(state[3], start) : ref Unsafe.NullRef<E>();
        var i = done;
        do
        {
            var parameter = T.Load(ref theta, i);
            var s = default(State<T>);
            if (TRule.StateCount > 0)
                s.First = T.Load(ref first, i);
            if (TRule.StateCount > 1)
                s.Second = T.Load(ref second, i);
            if (TRule.StateCount > 2)
                s.Third = T.Load(ref third, i);
            if (TRule.StateCount > 3)
                s.Fourth = T.Load(ref fourth, i);
            rule.Apply(ref parameter, T.Load(ref g, i), ref s);
            parameter.Store(ref theta, i);
            if (TRule.StateCount > 0)
                s.First.Store(ref first, i);
            if (TRule.StateCount > 1)
                s.Second.Store(ref second, i);
            if (TRule.StateCount > 2)
                s.Third.Store(ref third, i);
            if (TRule.StateCount > 3)
                s.Fourth.Store(ref fourth, i);
            i += lanes;
        }
        while (i + lanes <= length);
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref E At(E[] array, int start) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), start);
}
