using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>A link and the rule behind it, as one formula: the rule sees what the link makes of the gradient.</summary>
/// <param name="link">The link.</param>
/// <param name="rule">The rule.</param>
/// <typeparam name="TLink">The link's formula.</typeparam>
/// <typeparam name="TRule">The rule's formula.</typeparam>
public struct BeforeRule<TLink, TRule>(TLink link, TRule rule) : IUpdateRule
    where TLink : struct, IUpdateLink
    where TRule : struct, IUpdateRule
{
#pragma warning disable IDE0044 // Not readonly: the compiler would copy a readonly field of a generic type at every call.
    private TLink _link = link;
    private TRule _rule = rule;
#pragma warning restore IDE0044

    /// <inheritdoc/>
    public static int StateCount
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLink.StateCount + TRule.StateCount;
    }

    /// <inheritdoc/>
    public static int RoundCount
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLink.RoundCount + TRule.RoundCount;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StateForm FormOf(int index) => index < TLink.StateCount ? TLink.FormOf(index) : TRule.FormOf(index - TLink.StateCount);

    /// <inheritdoc/>
    public static Round RoundAt(int round) => round < TLink.RoundCount ? TLink.RoundAt(round) : Behind(TRule.RoundAt(round - TLink.RoundCount));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
    {
        if (TLink.StateCount == 0)
            return _rule.Apply(parameter, _link.Apply(parameter, gradient, gradient, ref state), ref state);
        var ofRule = StateSlice.Take(state, TLink.StateCount, TRule.StateCount);
        var update = _rule.Apply(parameter, _link.Apply(parameter, gradient, gradient, ref state), ref ofRule);
        StateSlice.Put(ref state, TLink.StateCount, TRule.StateCount, ofRule);
        return update;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T>
    {
        if (TLink.RoundCount > 0 && round < TLink.RoundCount)
            return _link.Measure(round, parameter, gradient, gradient, state);
        if (TRule.RoundCount == 0)
            return default;
        var ofRule = StateSlice.Take(state, TLink.StateCount, TRule.StateCount);
        return _rule.Measure(round - TLink.RoundCount, parameter, _link.Apply(parameter, gradient, gradient, ref state), ofRule);
    }

    private static Round Behind(Round round) => round with { Into = round.Into + TLink.StateCount };
}
