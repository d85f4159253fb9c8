using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>A rule and the link behind it, as one formula: the link makes the step of the rule's step.</summary>
/// <param name="rule">The rule.</param>
/// <param name="link">The link.</param>
/// <typeparam name="TRule">The rule's formula.</typeparam>
/// <typeparam name="TLink">The link's formula.</typeparam>
public struct ThenRule<TRule, TLink>(TRule rule, TLink link) : IUpdateRule
    where TRule : struct, IUpdateRule
    where TLink : struct, IUpdateLink
{
#pragma warning disable IDE0044 // Not readonly: the compiler would copy a readonly field of a generic type at every call.
    private TLink _link = link;
    private TRule _rule = rule;
#pragma warning restore IDE0044

    /// <inheritdoc/>
    public static int StateCount
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TRule.StateCount + TLink.StateCount;
    }

    /// <inheritdoc/>
    public static int RoundCount
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TRule.RoundCount + TLink.RoundCount;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StateForm FormOf(int index) => index < TRule.StateCount ? TRule.FormOf(index) : TLink.FormOf(index - TRule.StateCount);

    /// <inheritdoc/>
    public static Round RoundAt(int round) => round < TRule.RoundCount ? TRule.RoundAt(round) : Behind(TLink.RoundAt(round - TRule.RoundCount));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
    {
        if (TLink.StateCount == 0)
            return _link.Apply(parameter, gradient, _rule.Apply(parameter, gradient, ref state), ref state);
        var ofLink = StateSlice.Take(state, TRule.StateCount, TLink.StateCount);
        var update = _link.Apply(parameter, gradient, _rule.Apply(parameter, gradient, ref state), ref ofLink);
        StateSlice.Put(ref state, TRule.StateCount, TLink.StateCount, ofLink);
        return update;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T>
    {
        if (TRule.RoundCount > 0 && round < TRule.RoundCount)
            return _rule.Measure(round, parameter, gradient, state);
        if (TLink.RoundCount == 0)
            return default;
        var ofLink = StateSlice.Take(state, TRule.StateCount, TLink.StateCount);
        return _link.Measure(round - TRule.RoundCount, parameter, gradient, _rule.Apply(parameter, gradient, ref state), ofLink);
    }

    private static Round Behind(Round round) => round with { Into = round.Into + TRule.StateCount };
}
