namespace Optimizers.Diagnostics;

/// <summary>The first layer into which nothing comes, for any example, as the gradients of a step tell it.</summary>
/// <param name="Weights">The layer's weights, whose gradient is exactly 0.</param>
/// <param name="Bias">Its bias, whose gradient is not.</param>
/// <param name="Width">How many units come in.</param>
/// <param name="HasBiases">True if one of the biases before it is not 0.</param>
internal sealed record SilentPlace(string Weights, string Bias, int Width, bool HasBiases)
{
    /// <summary>The place; null where there is none, or where weights of 0 before it, or in front of it, are the reason.</summary>
    /// <remarks>
    /// ∂L/∂W is Σδhᵀ and ∂L/∂b is Σδ: where only the former is 0, h is. Where two weights have one bias, as those of a recurrence, h may be the state
    /// before the first step; and behind a normalization it may be what that leaves of a batch of one. So a layer counts only behind the bias of
    /// another.
    /// </remarks>
    public static SilentPlace? Of(IReadOnlyList<DepthLayer>? layers)
    {
        for (var k = 1; k + 1 < layers?.Count; k++)
        {
            var (weights, bias) = (layers[k], layers[k + 1]);
            if (!bias.IsMatrix && bias.GradientNorm > 0 && weights is { GradientNorm: 0, ParameterRms: > 0 } && weights.Length % bias.Length == 0
                && layers[k - 1] is { IsMatrix: false } before && weights.Length / bias.Length % before.Length == 0 && !IsNormalized(layers, k)
                && layers.Take(k).All(each => each.GradientNorm == 0) && !layers.Take(k).Any(each => each is { IsMatrix: true, ParameterRms: 0 }))
            {
                return new(
                    weights.Parameter, bias.Parameter, weights.Length / bias.Length,
                    layers.Take(k).Any(each => each is { IsMatrix: false, ParameterRms: > 0 }));
            }
        }

        return null;
    }

    // A gain and a shift behind the bias, all of one length.
    private static bool IsNormalized(IReadOnlyList<DepthLayer> layers, int k) =>
        k >= 3 && layers.Skip(k - 3).Take(3).All(each => !each.IsMatrix && each.Length == layers[k - 1].Length);
}
