using Optimizers.Diagnostics.Causes;

namespace Optimizers.Diagnostics;

/// <summary>The causes that a diagnosis considers by default.</summary>
public static class KnownCauses
{
    /// <summary>All of them. The gradient check comes first: when the gradient is wrong, little else can be believed.</summary>
    public static IReadOnlyList<Cause> All { get; } =
    [
        new NondeterministicLoss(),
        new BadLabels(),
        new OutputRangeMissed(),
        new WrongLoss(),
        new ExamplesMixed(),
        new EvaluationDiffers(),
        new NoNonlinearity(),
        new WrongGradient(),
        new NonFiniteValues(),
        new NothingMoves(),
        new NotHandedOver(),
        new RestartJump(),
        new LoopDiffers(),
        new ConstantInputs(),
        new GradientsNotCleared(),
        new NoGradient(),
        new UnbrokenSymmetry(),
        new DeadUnits(),
        new Saturation(),
        new VanishingGradient(),
        new ExplodingGradient(),
        new BadScaling(),
        new TargetsScale(),
        new StepTooLarge(),
        new MomentumTooHigh(),
        new StepTooSmall(),
        new TooFewSteps(),
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
        new MetricMisleads(),
        new SharpMinimum(),
    ];

    /// <summary>The edges of the causal graph over these causes: (cause, consequence).</summary>
    internal static IReadOnlyList<(string Cause, string Consequence)> Consequences { get; } =
    [
        // What the model gives and is asked for: where that does not fit, everything behind it looks wrong.
        .. From("bad-labels", [.. Followers, "wrong-loss", "output-range", "wrong-gradient", "non-finite", "softmax-twice", "no-nonlinearity"]),
        .. From("output-range", [.. Followers, "wrong-loss", "wrong-gradient", "non-finite"]),
        .. From("wrong-loss", [.. Followers.Where(each => each != "symmetry"), "wrong-gradient", "non-finite"]),
        .. From("softmax-twice", "wrong-loss"),
        .. From("examples-mixed", [.. Followers]),
        .. From("no-nonlinearity", [.. Followers]),
        .. From("evaluation-differs", [.. Followers]),

        // A gradient that is not the loss's, or a loss that is not the same twice, can make anything look wrong.
        .. From("wrong-gradient", "targets-scale", "bad-scaling", "correlated-batches", "step-too-large", "step-too-small", "plateau",
            "chance-level", "local-minimum", "saddle",
            "noise-dominated", "no-gradient", "momentum-too-high", "exploding-gradient", "vanishing-gradient", "gradients-not-cleared", "model-bias",
            "dead-units", "ravine", "saturation"),
        .. From("nondeterministic-loss", "wrong-gradient", "noise-dominated", "step-too-large", "plateau"),
        .. From("nothing-moves", "step-too-small", "plateau", "chance-level", "model-bias", "local-minimum", "no-gradient",
            "vanishing-gradient", "ravine", "too-few-steps"),
        .. From("not-handed-over", "step-too-small", "plateau", "chance-level", "model-bias", "local-minimum", "ravine", "saddle", "too-few-steps",
            "no-gradient"),
        .. From("restart-jump", "step-too-large", "too-few-steps", "plateau", "chance-level"),
        .. From("loop-differs", [.. Followers.Where(each => each != "symmetry" && !Loops.Contains(each))]),
        .. Loops.Select(cause => (cause, "loop-differs")),
        .. From("constant-inputs", "plateau", "chance-level", "model-bias", "wrong-labels", "local-minimum", "saddle", "dead-units", "bad-scaling",
            "symmetry", "no-gradient", "ravine"),
        .. From("targets-scale", "step-too-small", "step-too-large", "too-few-steps", "exploding-gradient", "plateau", "ravine", "model-bias",
            "clipping-too-tight", "saddle", "local-minimum", "dead-units", "saturation"),
        .. From("too-few-steps", "ravine", "plateau", "model-bias", "chance-level"),
        .. new[]
        {
            "wrong-gradient", "gradients-not-cleared", "exploding-gradient", "bad-scaling", "step-too-large", "momentum-too-high", "symmetry",
            "dead-units", "saturation", "vanishing-gradient", "saddle", "decayed-too-early", "clipping-too-tight", "weight-decay", "class-imbalance",
            "correlated-batches", "noise-dominated", "constant-inputs",
        }.Select(cause => (cause, "too-few-steps")),
        .. From("gradients-not-cleared", "targets-scale", "bad-scaling", "local-minimum", "correlated-batches", "saddle", "step-too-large",
            "momentum-too-high",
            "exploding-gradient", "plateau", "chance-level", "saturation", "dead-units", "noise-dominated", "clipping-too-tight"),
        .. From("non-finite", "too-few-steps", "plateau", "chance-level", "exploding-gradient", "step-too-large",
            "saturation", "dead-units", "bad-scaling", "wrong-labels", "ravine"),
        .. From("exploding-gradient", "model-bias", "wrong-labels", "step-too-small", "saddle", "local-minimum",
            "ravine", "overfitting", "step-too-large", "plateau", "chance-level", "dead-units", "saturation"),
        .. From("bad-scaling", "model-bias", "saddle", "local-minimum", "vanishing-gradient", "ravine", "saturation",
            "step-too-large", "exploding-gradient", "dead-units", "step-too-small", "plateau", "chance-level"),
        .. From("step-too-large", "local-minimum", "overfitting", "ravine", "plateau", "chance-level", "dead-units", "saturation"),
        .. From("momentum-too-high", "targets-scale", "saddle", "local-minimum", "overfitting", "ravine",
            "step-too-large", "plateau", "chance-level", "dead-units", "saturation", "noise-dominated"),
        .. From("no-gradient", "step-too-small", "plateau", "chance-level", "model-bias", "local-minimum"),
        .. From("symmetry", "wrong-labels", "saturation", "ravine", "dead-units", "softmax-twice", "overfitting",
            "saddle", "plateau", "chance-level", "local-minimum", "model-bias", "vanishing-gradient", "no-gradient", "nothing-moves"),
        .. From("dead-units", "nothing-moves", "no-gradient", "step-too-small", "ravine", "plateau",
            "chance-level", "local-minimum", "model-bias", "vanishing-gradient"),
        .. From("saturation", "model-bias", "ravine", "vanishing-gradient", "plateau", "chance-level", "local-minimum", "step-too-small"),
        .. From("vanishing-gradient", "local-minimum", "ravine", "model-bias", "plateau", "chance-level", "step-too-small"),
        .. From("saddle", "dead-units", "wrong-labels", "step-too-large", "vanishing-gradient",
            "ravine", "model-bias", "plateau", "chance-level", "local-minimum", "step-too-small"),
        .. From("decayed-too-early", "targets-scale", "plateau", "chance-level", "step-too-small"),
        .. From("clipping-too-tight", "step-too-small", "plateau", "chance-level"),
        .. From("step-too-small", "too-few-steps", "plateau", "chance-level", "ravine"),
        .. From("weight-decay", "targets-scale", "step-too-large", "saddle", "ravine", "noise-dominated",
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

    // What a loop may do that a case does not say.
    private static string[] Loops =>
    [
        "wrong-gradient", "nondeterministic-loss", "not-handed-over", "restart-jump", "gradients-not-cleared", "evaluation-differs",
    ];

    // The ways in which a training looks that learns nothing, or the wrong thing.
    private static string[] Followers =>
    [
        "gradients-not-cleared", "no-gradient", "symmetry", "dead-units", "saturation", "vanishing-gradient", "exploding-gradient", "bad-scaling",
        "step-too-large", "momentum-too-high", "step-too-small", "noise-dominated", "correlated-batches", "weight-decay", "ravine", "saddle",
        "local-minimum", "plateau", "wrong-labels", "class-imbalance", "chance-level", "model-bias", "overfitting", "distribution-mismatch",
        "targets-scale", "too-few-steps", "clipping-too-tight", "decayed-too-early",
    ];

    private static IEnumerable<(string, string)> From(string cause, params string[] consequences) => consequences.Select(each => (cause, each));
}
