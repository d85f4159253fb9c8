namespace Optimizers.Diagnostics;

/// <summary>What helps against a cause.</summary>
/// <param name="Advice">In words, as an imperative: "Divide the learning rate by 8, to 0.05.".</param>
/// <param name="Action">The advice as an action, ready to apply; null where only the caller can change what is wrong.</param>
public sealed record Remedy(string Advice, RemedyAction? Action = null)
{
    /// <summary>What a trial does in the place of an action.</summary>
    internal CureByChange Change { get; init; }
}
