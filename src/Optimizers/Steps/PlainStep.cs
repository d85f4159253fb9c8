using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>A rule and the landing of its step. The rule's state comes first.</summary>
internal struct PlainStep<TRule, TLanding>(TRule rule, TLanding landing) : IElementStep
    where TRule : struct, IUpdateRule
    where TLanding : struct, ILanding
{
    // Not readonly: the compiler would copy a readonly field of a generic type at every call, and the JIT would no longer hoist what is constant.
#pragma warning disable IDE0044
    private TRule _rule = rule;
    private TLanding _landing = landing;
#pragma warning restore IDE0044

    public static int StateCount
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TRule.StateCount + TLanding.StateCount;
    }

    public static int RoundCount
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TRule.RoundCount;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StateForm FormOf(int index) => index < TRule.StateCount ? TRule.FormOf(index) : StateForm.Element;

    public static Round RoundAt(int round) => TRule.RoundAt(round);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<T>(ref T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> =>
        Land(ref parameter, parameter, gradient, 0, ref state);

    /// <summary>
    /// The step of the rule at one θ, taken from another: the one that weight decay has made smaller. A landing that is no descent gets the
    /// decay as a part of the step.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Land<T>(ref T parameter, T seen, T gradient, double shrinkage, ref State<T> state) where T : struct, IArithmetic<T>
    {
        if (TLanding.StateCount == 0)
        {
            parameter = _landing.Land(parameter, _rule.Apply(seen, gradient, ref state), ref state);
            return;
        }

        var ofLanding = StateSlice.Take(state, TRule.StateCount, TLanding.StateCount);
        var update = _rule.Apply(seen, gradient, ref state);
        if (shrinkage != 0)
            update += shrinkage * seen;
        parameter = _landing.Land(parameter, update, ref ofLanding);
        StateSlice.Put(ref state, TRule.StateCount, TLanding.StateCount, ofLanding);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> =>
        _rule.Measure(round, parameter, gradient, state);
}
