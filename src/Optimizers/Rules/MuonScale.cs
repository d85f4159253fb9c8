namespace Optimizers;

/// <summary>
/// What Muon's orthogonal matrix of r rows and c columns is multiplied with. A row is what MathNet's <c>w * x</c> makes one output of.
/// </summary>
public enum MuonScale
{
    /// <summary>1: the pseudo-code of the original post.</summary>
    None,

    /// <summary>√max(1, r/c): the original implementation, and torch.optim.Muon's default.</summary>
    Spectral,

    /// <summary>0.2·√max(r, c): the step has the size of Adam's, so that a rate for AdamW will do (Liu et al. 2025).</summary>
    MatchAdam,
}
