using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>
/// A state value of one number an element that is kept narrower than the step computes: read into a stretch before it, written back after.
/// </summary>
internal abstract class StateStore
{
    /// <summary>A stretch begins at a multiple of this many elements, and ends at one or at the end.</summary>
    public const int BlockLength = 256;

    /// <summary>Below this many elements 8 bits save nothing worth their error (Dettmers et al. 2022, appendix).</summary>
    private const int FewestForEightBits = 4096;

    /// <summary>The store of a value, all zeros; null where it is kept in full.</summary>
    /// <param name="storage">How the optimizer keeps its state.</param>
    /// <param name="meaning">What the value is: points and remainders are nothing without their last bits.</param>
    /// <param name="length">The elements.</param>
    public static StateStore? For(StateStorage storage, StateMeaning meaning, int length) => (storage, meaning) switch
    {
        (StateStorage.Full, _) or (_, StateMeaning.ParameterValue or StateMeaning.Remainder) => null,
        (StateStorage.BFloat16, _) => new BFloat16Store(length),
        _ when length < FewestForEightBits => null,
        (_, StateMeaning.SquareMean or StateMeaning.LargestSquareMean or StateMeaning.PlainSquareMean) =>
            new EightBitStore(length, DynamicCode.Unsigned),
        (_, StateMeaning.GradientMean or StateMeaning.GradientSum or StateMeaning.Velocity or StateMeaning.NormalizedSum) =>
            new EightBitStore(length, DynamicCode.Signed),
        _ => null,
    };

    /// <summary>Reads a stretch.</summary>
    public abstract void Read(int start, Span<float> into);

    /// <summary>Writes a stretch.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="from">The numbers; zeros are written where they end before the block does.</param>
    /// <param name="noise">What decides between two neighbours.</param>
    public abstract void Write(int start, ReadOnlySpan<float> from, in RandomEntries noise);
}
