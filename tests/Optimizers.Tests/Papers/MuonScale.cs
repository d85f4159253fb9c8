namespace Optimizers.Tests.Papers;

/// <summary>The factor on Muon's direction for a matrix of A rows (outputs) and B columns (inputs).</summary>
internal enum MuonScale
{
    /// <summary>1, as the pseudo-code of the original post has it.</summary>
    None,

    /// <summary>√max(1, A/B): the original implementation.</summary>
    Original,

    /// <summary>0.2·√max(A, B): Liu et al. 2025 ("Muon is Scalable for LLM Training"): the step has the size of AdamW's.</summary>
    Moonshot,
}
