namespace Optimizers;

/// <summary>An optimizer that says what it does with a gradient that is not finite.</summary>
public interface IHasNonFinite
{
    /// <summary>What happens when a gradient holds NaN or an infinity.</summary>
    NonFiniteGradients NonFinite { get; }
}
