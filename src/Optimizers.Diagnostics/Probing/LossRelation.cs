namespace Optimizers.Diagnostics;

/// <summary>How one loss follows another over several θ.</summary>
public enum LossRelation
{
    /// <summary>There is nothing to compare, or too few places where both are finite.</summary>
    Unknown,

    /// <summary>They agree but for a positive factor and a constant.</summary>
    Agrees,

    /// <summary>The first also holds a penalty that grows with ‖θ‖².</summary>
    HasPenalty,

    /// <summary>The first compares every output with every target, not with its own.</summary>
    Broadcasts,

    /// <summary>The first falls where the other rises.</summary>
    Opposite,

    /// <summary>They differ in another way: class weights, masks and other examples do that too.</summary>
    Differs,
}
