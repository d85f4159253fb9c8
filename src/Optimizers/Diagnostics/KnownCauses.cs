using Optimizers.Diagnostics.Causes;

namespace Optimizers.Diagnostics;

/// <summary>The causes that a diagnosis considers by default.</summary>
public static class KnownCauses
{
    /// <summary>All of them. The gradient check comes first: when the gradient is wrong, little else can be believed.</summary>
    public static IReadOnlyList<Cause> All { get; } =
    [
        new NondeterministicLoss(),
        new WrongGradient(),
        new NonFiniteValues(),
        new GradientsNotCleared(),
        new NoGradient(),
        new UnbrokenSymmetry(),
        new DeadUnits(),
        new Saturation(),
        new VanishingGradient(),
        new ExplodingGradient(),
        new BadScaling(),
        new StepTooLarge(),
        new MomentumTooHigh(),
        new StepTooSmall(),
        new DecayedTooEarly(),
        new ClippingTooTight(),
        new NoiseDominated(),
        new CorrelatedBatches(),
        new WeightDecayTooStrong(),
        new Ravine(),
        new Saddle(),
        new LocalMinimum(),
        new Plateau(),
        new SoftmaxTwice(),
        new WrongLabels(),
        new ClassImbalance(),
        new ChanceLevel(),
        new ModelBias(),
        new Overfitting(),
        new DistributionMismatch(),
        new BatchTooLarge(),
        new SharpMinimum(),
    ];

    /// <summary>The edges of the causal graph over these causes: (cause, consequence).</summary>
    internal static IReadOnlyList<(string Cause, string Consequence)> Consequences { get; } =
    [
        // A gradient that is not the loss's, or a loss that is not the same twice, can make anything look wrong.
        .. From("wrong-gradient", "correlated-batches", "step-too-large", "step-too-small", "plateau", "chance-level", "local-minimum", "saddle",
            "noise-dominated", "no-gradient", "momentum-too-high", "exploding-gradient", "vanishing-gradient", "gradients-not-cleared", "model-bias",
            "dead-units", "ravine", "saturation"),
        .. From("nondeterministic-loss", "wrong-gradient", "noise-dominated", "step-too-large", "plateau"),
        .. From("gradients-not-cleared", "local-minimum", "correlated-batches", "saddle", "step-too-large", "momentum-too-high",
            "exploding-gradient", "plateau", "chance-level", "saturation", "dead-units", "noise-dominated"),
        .. From("non-finite", "plateau", "chance-level", "exploding-gradient", "step-too-large",
            "saturation", "dead-units", "bad-scaling", "wrong-labels", "ravine"),
        .. From("exploding-gradient", "model-bias", "wrong-labels", "step-too-small", "saddle", "local-minimum",
            "ravine", "overfitting", "step-too-large", "plateau", "chance-level", "dead-units", "saturation"),
        .. From("bad-scaling", "model-bias", "saddle", "local-minimum", "vanishing-gradient", "ravine", "saturation",
            "step-too-large", "exploding-gradient", "dead-units", "step-too-small", "plateau", "chance-level"),
        .. From("step-too-large", "local-minimum", "overfitting", "ravine", "plateau", "chance-level", "dead-units", "saturation"),
        .. From("momentum-too-high", "saddle", "local-minimum", "overfitting", "ravine",
            "step-too-large", "plateau", "chance-level", "dead-units", "saturation", "noise-dominated"),
        .. From("no-gradient", "step-too-small", "plateau", "chance-level", "model-bias", "local-minimum"),
        .. From("symmetry", "wrong-labels", "saturation", "ravine", "dead-units", "softmax-twice", "overfitting",
            "saddle", "plateau", "chance-level", "local-minimum", "model-bias", "vanishing-gradient", "no-gradient"),
        .. From("dead-units", "no-gradient", "step-too-small", "ravine", "plateau",
            "chance-level", "local-minimum", "model-bias", "vanishing-gradient"),
        .. From("saturation", "model-bias", "ravine", "vanishing-gradient", "plateau", "chance-level", "local-minimum", "step-too-small"),
        .. From("vanishing-gradient", "local-minimum", "ravine", "model-bias", "plateau", "chance-level", "step-too-small"),
        .. From("saddle", "dead-units", "wrong-labels", "step-too-large", "vanishing-gradient",
            "ravine", "model-bias", "plateau", "chance-level", "local-minimum", "step-too-small"),
        .. From("decayed-too-early", "plateau", "chance-level", "step-too-small"),
        .. From("clipping-too-tight", "step-too-small", "plateau", "chance-level"),
        .. From("step-too-small", "plateau", "chance-level", "ravine"),
        .. From("weight-decay", "step-too-large", "saddle", "ravine", "noise-dominated",
            "plateau", "chance-level", "model-bias", "local-minimum", "dead-units"),
        .. From("softmax-twice", "saturation", "saddle", "model-bias", "plateau", "local-minimum", "wrong-labels", "vanishing-gradient", "ravine"),
        .. From("wrong-labels", "local-minimum", "step-too-large", "ravine", "overfitting", "model-bias", "plateau", "chance-level"),
        .. From("class-imbalance", "chance-level", "plateau", "distribution-mismatch", "overfitting", "wrong-labels"),
        .. From("correlated-batches", "step-too-large", "plateau", "chance-level"),
        .. From("noise-dominated", "correlated-batches", "step-too-large", "distribution-mismatch", "plateau", "ravine", "saturation"),
        .. From("ravine", "plateau"),
        .. From("model-bias", "plateau", "chance-level", "local-minimum", "ravine"),
        .. From("local-minimum", "plateau", "chance-level"),
    ];

    private static IEnumerable<(string, string)> From(string cause, params string[] consequences) => consequences.Select(each => (cause, each));
}
