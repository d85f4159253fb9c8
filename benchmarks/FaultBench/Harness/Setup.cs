namespace Optimizers.FaultBench;

/// <summary>A user's training program as data, which a fault changes.</summary>
internal sealed class Setup
{
    /// <summary>The sound program of a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="habit">The user's way of working.</param>
    public Setup(Cell cell, Habit habit)
    {
        Cell = cell;
        var split = cell.Data.Load(cell.Seed);
        (Training, Validation, Test) = (split.Training, split.Validation, split.Test);
        Measured = split.Training.Range(0, Math.Min(SampleSize, split.Training.Count));
        (Model, Steps) = (cell.Model, cell.Data.Steps);
        Initialize = seed => Model.Initialize(Cell.Data, seed);
        Satisfactory = cell.Data.SatisfactoryLoss(cell.Model.IsLinear);
        Peak = GoodRates.Of(cell) * habit.RateFactor;
        LearningRate = habit.IsCosine ? Schedule.CosineDecay(cell.Data.Steps, from: Peak) : Peak;
        BatchSize = habit.BatchSize;
        WeightDecay = cell.Optimizer == OptimizerKind.AdamW ? 0.01 : habit.WeightDecay;
        Clipping = habit.ClipNorm is { } norm ? GradientClipping.ByGlobalNorm(norm) : null;
        NonFinite = habit.PassesNonFinite ? NonFiniteGradients.Pass : NonFiniteGradients.Throw;
    }

    /// <summary>The most examples of the objective.</summary>
    public const int SampleSize = 512;

    public Cell Cell { get; }

    /// <summary>The training data as the program sees them.</summary>
    public Examples Training { get; set; }

    public Examples Validation { get; set; }

    public Examples Test { get; set; }

    /// <summary>
    /// A sample of the training data that measures the outcome: inputs as this program makes them, labels as they should be. The
    /// program does not see it.
    /// </summary>
    public Examples Measured { get; set; }

    public Model Model { get; set; }

    /// <summary>The program's own initialization, by a seed.</summary>
    public Func<int, Network> Initialize { get; set; }

    /// <summary>The start of this run where it is not <see cref="Initialize"/>'s.</summary>
    public Network? Start { get; set; }

    /// <summary>The training loss with which the user is content.</summary>
    public double Satisfactory { get; set; }

    /// <summary>The end of the worst of several trainings, if it was searched for.</summary>
    public Network? BadMinimum { get; set; }

    /// <summary>The peak of the learning rate.</summary>
    public double Peak { get; set; }

    public Schedule LearningRate { get; set; }

    /// <summary>λ of momentum, β₁ of Adam and AdamW.</summary>
    public double Momentum { get; set; } = 0.9;

    /// <summary>λ: decoupled for AdamW, else the L2 penalty.</summary>
    public double WeightDecay { get; set; }

    public GradientClipping? Clipping { get; set; }

    public NonFiniteGradients NonFinite { get; set; }

    public int BatchSize { get; set; }

    public BatchOrder Order { get; set; }

    /// <summary>The number of steps after which gradients are set to 0; 1 is right.</summary>
    public int ClearsEvery { get; set; } = 1;

    public int Steps { get; set; }

    public CodeDefects Code { get; } = new();

    /// <summary>Makes the gradient of a part of the network a multiple of what it is.</summary>
    public void ScaleGradient(Func<int, Layer, double> factor, bool biasesToo = true)
    {
        var before = Code.Distort;
        Code.Distort = (gradient, count) =>
        {
            before?.Invoke(gradient, count);
            for (var l = 0; l < gradient.Layers.Count; l++)
            {
                var layer = gradient.Layers[l];
                var scale = factor(l, layer);
                if (scale == 1)
                    continue;
                Scale(layer.W, scale);
                if (biasesToo)
                    Scale(layer.B, scale);
            }
        };
    }

    /// <summary>Changes every start.</summary>
    public void ChangeStart(Action<Network, Random> change)
    {
        var draw = Initialize;
        Initialize = seed =>
        {
            var network = draw(seed);
            change(network, new(seed + 7919));
            return network;
        };
    }

    /// <summary>A new optimizer of the program's rule.</summary>
    public Optimizer NewOptimizer(Schedule rate)
    {
        var l2 = Cell.Optimizer == OptimizerKind.AdamW ? 0 : WeightDecay;
        return Cell.Optimizer switch
        {
            OptimizerKind.Sgd => new Sgd(rate) { L2Penalty = l2, Clipping = Clipping, NonFinite = NonFinite, MaxThreads = 1 },
            OptimizerKind.Momentum => new Momentum(rate, Momentum) { L2Penalty = l2, Clipping = Clipping, NonFinite = NonFinite, MaxThreads = 1 },
            OptimizerKind.RmsProp => new RmsProp(rate) { L2Penalty = l2, Clipping = Clipping, NonFinite = NonFinite, MaxThreads = 1 },
            OptimizerKind.Adam => new Adam(rate, Momentum) { L2Penalty = l2, Clipping = Clipping, NonFinite = NonFinite, MaxThreads = 1 },
            _ => new AdamW(rate, WeightDecay, Momentum) { Clipping = Clipping, NonFinite = NonFinite, MaxThreads = 1 },
        };
    }

    private static void Scale(double[] values, double factor)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] *= factor;
    }
}
