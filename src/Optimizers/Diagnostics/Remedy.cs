namespace Optimizers.Diagnostics;

/// <summary>What helps.</summary>
/// <param name="Advice">In words, as an imperative: "Divide the learning rate by 8, to 0.05.".</param>
/// <param name="Action">The same, ready to apply; null where only the caller's own code can be changed.</param>
public sealed record Remedy(string Advice, RemedyAction? Action = null);
