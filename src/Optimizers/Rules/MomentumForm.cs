namespace Optimizers;

/// <summary>Where the learning rate stands in the momentum. The two agree while it is constant.</summary>
public enum MomentumForm
{
    /// <summary>
    /// Inside: m ← λm − αg, θ ← θ + m (the lecture note's section 3.2.2; Polyak 1964; Sutskever et al. 2013, eq. 1). A new α does not rescale
    /// what has been accumulated.
    /// </summary>
    Velocity,

    /// <summary>
    /// Outside: m ← λm + g, θ ← θ − αm (torch.optim.SGD). A new α acts on all that has been accumulated. The first step takes m = g, whatever the
    /// dampening.
    /// </summary>
    Accumulated,
}
