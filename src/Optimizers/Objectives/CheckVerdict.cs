namespace Optimizers.Curvature;

/// <summary>What a check of derivatives found.</summary>
public enum CheckVerdict
{
    /// <summary>The derivatives agree with differences, to what the differences can see.</summary>
    Agrees,

    /// <summary>The derivatives are wrong: they differ from differences by more than the error of these.</summary>
    Wrong,

    /// <summary>The same point gave two values: nothing was differentiated.</summary>
    NotDeterministic,

    /// <summary>The differences are too coarse here to tell the derivatives from zero: another point may tell.</summary>
    Inconclusive,
}
