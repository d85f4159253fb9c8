using System.Runtime.CompilerServices;

namespace Optimizers.Steps;

/// <summary>
/// A part of a step's formula: what rules, links and landings have in common. A part without rounds, whose state has one number an element, says
/// <see cref="StateCount"/> and nothing else.
/// </summary>
public interface IStage
{
    /// <summary>How many state values the formula has, from 0 to 16. All start at 0.</summary>
    static abstract int StateCount { get; }

    /// <summary>How many rounds come before the step.</summary>
    static virtual int RoundCount
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0;
    }

    /// <summary>The form of a state value: element, row, column or pending. Marked AggressiveInlining where it is overridden.</summary>
    /// <param name="index">From 0 to <see cref="StateCount"/> − 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual StateForm FormOf(int index) => StateForm.Element;

    /// <summary>What a round gathers.</summary>
    /// <param name="round">From 0 to <see cref="RoundCount"/> − 1.</param>
    static virtual Round RoundAt(int round) =>
        throw new InvalidOperationException($"The formula has rounds, but no RoundAt(int) that says what round {round} gathers.");
}
