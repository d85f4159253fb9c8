namespace Optimizers.Curvature;

/// <summary>How often an objective has been evaluated.</summary>
/// <param name="Losses">Values of the loss, also those that differences took.</param>
/// <param name="Gradients">Calls of the caller's gradient, also those that differences took.</param>
/// <param name="Products">Calls of the caller's own Hessian-vector product.</param>
/// <param name="Hessians">Calls of the caller's own Hessian.</param>
public readonly record struct EvaluationCounts(long Losses, long Gradients, long Products, long Hessians)
{
    /// <summary>Both together.</summary>
    public static EvaluationCounts operator +(EvaluationCounts left, EvaluationCounts right) => new(
        left.Losses + right.Losses,
        left.Gradients + right.Gradients,
        left.Products + right.Products,
        left.Hessians + right.Hessians);

    /// <summary>What was added since an earlier count.</summary>
    public static EvaluationCounts operator -(EvaluationCounts later, EvaluationCounts earlier) => new(
        later.Losses - earlier.Losses,
        later.Gradients - earlier.Gradients,
        later.Products - earlier.Products,
        later.Hessians - earlier.Hessians);

    /// <summary>As many times over, rounded up.</summary>
    /// <param name="factor">How many times; finite, at least 0.</param>
    public EvaluationCounts Times(double factor) =>
        new(Up(Losses * factor), Up(Gradients * factor), Up(Products * factor), Up(Hessians * factor));

    /// <summary>"3 losses, 20 gradients".</summary>
    public override string ToString()
    {
        (long Count, string Name)[] all = [(Losses, "losses"), (Gradients, "gradients"),
            (Products, "Hessian-vector products"), (Hessians, "Hessians")];
        var some = all.Where(each => each.Count > 0).Select(each =>
            $"{each.Count} {(each.Count == 1 ? each.Name[..^(each.Name.EndsWith("sses", StringComparison.Ordinal) ? 2 : 1)] : each.Name)}");
        return string.Join(", ", some) is { Length: > 0 } text ? text : "none";
    }

    private static long Up(double count) => (long)Math.Ceiling(count);
}
