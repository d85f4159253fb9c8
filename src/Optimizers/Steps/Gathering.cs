namespace Optimizers.Steps;

/// <summary>How a round's values become one.</summary>
public enum Gathering
{
    /// <summary>Their sum, in double, in fixed blocks and a fixed order.</summary>
    Sum,

    /// <summary>The largest of them, at least 0.</summary>
    Maximum,
}
