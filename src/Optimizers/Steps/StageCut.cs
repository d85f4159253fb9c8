namespace Optimizers.Steps;

/// <summary>A place at which the values of a chain are cut into those of its two parts.</summary>
/// <param name="place">Behind the values of the first part, where the chain's begin at 0.</param>
internal sealed class StageCut(StagePlace place)
{
    private StageRange? _whole; // A chain is in one place: the same range in every step.
    private StageRange? _first;
    private StageRange? _second;

    /// <summary>The values of the first part.</summary>
    /// <param name="whole">Those of the chain.</param>
    public StageRange FirstOf(StageRange whole)
    {
        Cut(whole);
        return _first!;
    }

    /// <summary>The values of the second part.</summary>
    /// <param name="whole">Those of the chain.</param>
    public StageRange SecondOf(StageRange whole)
    {
        Cut(whole);
        return _second!;
    }

    private void Cut(StageRange whole)
    {
        if (ReferenceEquals(whole, _whole))
            return;
        var middle = whole.Start + place;
        (_whole, _first, _second) = (whole, new(whole.Start, middle), new(middle, whole.End));
    }
}
