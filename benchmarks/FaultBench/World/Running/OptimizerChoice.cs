namespace Optimizers.FaultBench.World;

/// <summary>A rule with its settings but the rate, which faults change.</summary>
internal sealed record OptimizerChoice(string Rule)
{
    public double Momentum { get; set; } = 0.9;

    /// <summary>Decoupled; null: the rule's own default.</summary>
    public double? WeightDecay { get; set; }

    public double L2Penalty { get; set; }

    /// <summary>The largest norm of a gradient; null for no clipping.</summary>
    public double? Clip { get; set; }

    /// <summary>ε of Adam; null: its own default.</summary>
    public double? Epsilon { get; set; }

    public bool HasMomentum => Rule is "momentum" or "nesterov" or "accumulated";

    /// <summary>True where a multiple of the gradient makes the same step.</summary>
    public bool IgnoresScale => Rule is not ("sgd" or "momentum" or "nesterov" or "accumulated");

    public IOptimizer Make(Schedule rate)
    {
        Optimizer optimizer = Rule switch
        {
            "sgd" => new Sgd(rate),
            "momentum" => new Momentum(rate, Momentum),
            "nesterov" => new Momentum(rate, Momentum, nesterov: true),
            "accumulated" => new Momentum(rate, Momentum, MomentumForm.Accumulated),
            "rmsprop" => new RmsProp(rate, start: RmsPropStart.Zero, epsilon: 1e-8),
            "adadelta" => new Adadelta(rate),
            "adagrad" => new Adagrad(rate, epsilon: 1e-8),
            "adam" => new Adam(rate, epsilon: Epsilon is { } epsilon ? Schedule.Constant(epsilon) : null),
            "amsgrad" => new AmsGrad(rate),
            "adamw" => new AdamW(rate),
            "lion" => new Lion(rate),
            "nadam" => new NAdam(rate),
            "radam" => new RAdam(rate),
            "adabelief" => new AdaBelief(rate),
            "yogi" => new Yogi(rate),
            "adamax" => new Adamax(rate),
            "muon" => Grouped(rate),
            _ => throw new InvalidOperationException($"There is no rule {Rule}."),
        };
        if (WeightDecay is { } decay)
            optimizer.WeightDecay = decay;
        if (L2Penalty > 0)
            optimizer.L2Penalty = L2Penalty;
        if (Clip is { } norm)
            optimizer.Clipping = GradientClipping.ByGlobalNorm(norm);
        return optimizer;
    }

    /// <summary>What multiplies the usual rate of plain descent (or of Adam, for rules that ignore the gradient's scale).</summary>
    public double RateFactor => Rule switch
    {
        "momentum" or "nesterov" or "accumulated" => 0.2,
        "rmsprop" => 0.4,
        "adagrad" => 6,
        "lion" => 0.2,
        "muon" => 2,
        "adamax" => 2,
        _ => 1,
    };

    // Muon is for matrices; the rest is Adam's, at a lower rate.
    private static GroupedOptimizer Grouped(Schedule rate) =>
        new((parameter => parameter is { Rows: > 1, Columns: > 1 }, new Muon(1)), (_ => true, new Adam(0.3))) { LearningRate = rate };
}
