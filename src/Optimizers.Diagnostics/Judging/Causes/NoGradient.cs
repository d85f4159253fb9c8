using Optimizers.Curvature;

namespace Optimizers.Diagnostics.Causes;

/// <summary>A parameter's gradient is exactly zero: it is detached from the loss, or was never written.</summary>
internal sealed class NoGradient : Cause
{
    public override string Id => "no-gradient";

    public override string Title => "a parameter gets no gradient";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance();
        var all = (examination.Depth ?? examination.DepthAtStart)?.Layers.Count ?? 0;
        var silent = examination.Silent;
        if (examination.Motion is { Steps: >= 10, LargestGradientNorm: 0, LargestUpdateNorm: > 0 } motion)
        {
            // The parameters move by weight decay alone.
            return balance.AddFact(11, "the steps",
                $"in {motion.Steps} steps every gradient that the optimizer was handed was exactly 0").Conclude(() => new(
                "Hand the gradients of the backward pass to the step: they are never written, are written elsewhere, or are set to zero after it."));
        }

        if (examination.NormalizedAway is { } gain)
        {
            return balance.AddFact(9, "the gradient by parameters in the first step",
                $"the gradient of {gain} is exactly zero, which looks like the gain of a normalization, and a batch has one example: over a batch of "
                + $"one a normalization leaves nothing").Conclude(() => new(
                "Take batches of more than one example, or a normalization that goes over the features or groups of an example."));
        }

        if (silent is { Count: > 0 } && silent.Count < all)
            balance.Add(3, "the gradient by parameters",
                $"the gradient of {string.Join(", ", silent)} is exactly zero, that of the other {all - silent.Count} parameters is not");
        else if (silent is not null)
            balance.Add(-6, "the gradient by parameters",
                $"{(silent.Count == 0 ? "every parameter has a gradient" : "all gradients are zero alike")}");
        if (silent is { Count: > 0 } && examination.GradientCheck is null && DetachedFrom(examination, silent) is { } behind)
        {
            balance.Add(4, "the gradient by parameters",
                $"that of {behind} is not: what comes into it is not zero, and its own weights are not, so that a gradient must come back "
                + $"through it");
        }

        if (silent is { Count: > 0 } && examination.GradientCheck is { } check)
        {
            if (check.Verdict == CheckVerdict.Wrong && (check.WrongPart is null || silent.Contains(check.WrongPart)))
                balance.AddFact(5, "gradient check by differences",
                    $"the loss does depend on {check.WrongPart ?? "them"}: the gradient should not be zero");
            else if (check.Verdict == CheckVerdict.Agrees)
                balance.Add(-5, "gradient check by differences", $"the loss does not depend on them here: zero is right");
        }

        return balance.Conclude(() => new(
            $"Connect {string.Join(", ", silent ?? [])} to the loss again: look for a detached or copied tensor, a gradient that is never written, "
            + $"or a layer that is left out. "
            + "If it is meant to stay as it is, say so with Parameter.Frozen."));
    }

    // The first weights behind the silent parameters that have a gradient. ∂L/∂W is δhᵀ: where a layer is off, h is 0, and so are these.
    private static string? DetachedFrom(Examination examination, IReadOnlyList<string> silent)
    {
        var layers = examination.DepthAtStart?.Layers ?? [];
        var first = Enumerable.Range(0, layers.Count).FirstOrDefault(k => silent.Contains(layers[k].Parameter), layers.Count);
        var next = Enumerable.Range(first, layers.Count - first).FirstOrDefault(k => !silent.Contains(layers[k].Parameter), -1);

        // Weights of one row are no matrix by their shape.
        return next >= 0 && layers[next] is { ParameterRms: > 0, GradientNorm: > 0 } layer
            && (layer.IsMatrix || (next + 1 < layers.Count && layer.Length > layers[next + 1].Length)) ? layer.Parameter : null;
    }
}
