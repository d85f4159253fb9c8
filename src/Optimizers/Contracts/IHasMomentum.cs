namespace Optimizers;

/// <summary>An optimizer that remembers the direction of earlier steps, and whose decay can be read and set while it runs.</summary>
public interface IHasMomentum
{
    /// <summary>
    /// The decay of the velocity, or of the mean gradient: λ of momentum, β₁ of Adam; in [0, 1). A new one takes effect in the next step, and is
    /// asked for that step's iteration.
    /// </summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The schedule's first value is outside [0, 1).</exception>
    Schedule MomentumDecay { get; set; }
}
