using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>A step behind its preparation: clipping, the sign of a maximization, the L2 penalty, decoupled weight decay.</summary>
internal struct PreparedStep<TRule, TLanding>(PlainStep<TRule, TLanding> plain, Preparation preparation) : IElementStep
    where TRule : struct, IUpdateRule
    where TLanding : struct, ILanding
{
#pragma warning disable IDE0044 // Not readonly, as in PlainStep.
    private PlainStep<TRule, TLanding> _plain = plain;
    private Preparation _preparation = preparation;
#pragma warning restore IDE0044

    public static int StateCount
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => PlainStep<TRule, TLanding>.StateCount;
    }

    public static int RoundCount
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TRule.RoundCount;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StateForm FormOf(int index) => PlainStep<TRule, TLanding>.FormOf(index);

    public static Round RoundAt(int round) => TRule.RoundAt(round);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<T>(ref T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
    {
        var seen = parameter;
        gradient = _preparation.Gradient(parameter, gradient);
        var shrinkage = T.Constant(_preparation.Shrinkage);
        if (_preparation.Shrinkage != 0 && typeof(TLanding) == typeof(Descent))
            parameter -= shrinkage * parameter;
        _plain.Land(ref parameter, seen, gradient, typeof(TLanding) == typeof(Descent) ? 0 : _preparation.Shrinkage, ref state);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> =>
        _plain.Measure(round, parameter, _preparation.Gradient(parameter, gradient), state);
}
