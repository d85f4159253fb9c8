using Optimizers.Testbed.Running;

namespace Optimizers.Benchmarks.Rules;

/// <summary>A rule whose step is made of products of matrices.</summary>
/// <param name="Contender">The rule.</param>
/// <param name="Products">The products of an n × n matrix in a step, each of 2n³ operations.</param>
/// <param name="RenewalProducts">Those of a step that renews the bases besides; what a decomposition takes is not counted.</param>
/// <param name="Renewal">After how many steps the bases are renewed; 1 for a rule that has none.</param>
/// <param name="FirstRenewal">The number of the first step that renews them as later ones do, from 1.</param>
internal sealed record MatrixRule(Contender Contender, int Products, int RenewalProducts, int Renewal, int FirstRenewal)
{
    /// <summary>
    /// Muon: five iterations of three products. Shampoo: GGᵀ, GᵀG, LG, GR; the two roots are VΛVᵀ. SOAP: GGᵀ, GᵀG, and three matrices
    /// from both sides into the basis or back; the renewal has PQ for each side before the QR decomposition.
    /// </summary>
    public static IReadOnlyList<MatrixRule> All { get; } =
    [
        new(Of("Muon for matrices, else AdamW"), 15, 0, 1, 1),
        new(Of("Shampoo"), 4, 2, 10, 1),
        new(Of("Soap"), 8, 2, 10, 11),
    ];

    /// <summary>The names of their contenders.</summary>
    public static IReadOnlySet<string> Names { get; } = All.Select(each => each.Contender.Name).ToHashSet();

    private static Contender Of(string name) => Contenders.All.Single(each => each.Name == name);
}
