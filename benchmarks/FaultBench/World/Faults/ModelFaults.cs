namespace Optimizers.FaultBench.World;

/// <summary>Models and losses that cannot do what is asked of them.</summary>
internal static class ModelFaults
{
    public static WorldFault Last(Activation activation) => new(
        $"last-{activation.Name.ToLowerInvariant()}",
        ["output-range", "nothing-moves"],
        (recipe, _) => recipe.LastActivation = activation);

    /// <summary>A softmax over one output is always 1. To take it away, as softmax twice is cured, mends the run too.</summary>
    public static readonly WorldFault SoftmaxOverOne = new(
        "softmax-over-one",
        ["output-range", "nothing-moves", "softmax-twice"],
        (recipe, _) =>
        {
            var model = recipe.Model;
            recipe.Model = pass => pass.Tape.Softmax(model(pass));
        })
    {
        Fits = recipe => recipe.Train.Outputs == 1,
    };

    /// <summary>The outputs are probabilities, and the loss takes them for logits.</summary>
    public static readonly WorldFault SoftmaxTwice = new("softmax-twice", ["softmax-twice"], (recipe, _) =>
    {
        var (model, isSoftmaxThere) = (recipe.Model, recipe.Loss == LossKind.CrossEntropyOfProbabilities);
        recipe.Model = isSoftmaxThere ? model : pass => pass.Tape.Softmax(model(pass));
        recipe.Loss = LossKind.CrossEntropy;
    })
    {
        Judge = Judge.AsRecorded,
        Fits = recipe => recipe.Loss is LossKind.CrossEntropy or LossKind.CrossEntropyOfProbabilities,
    };

    /// <summary>The softmax goes along the examples of a batch instead of along the classes.</summary>
    public static readonly WorldFault SoftmaxOverExamples = new("softmax-over-examples", ["examples-mixed"], (recipe, _) =>
    {
        var model = recipe.Model;
        recipe.Model = pass => pass.Tape.Transpose(pass.Tape.Softmax(pass.Tape.Transpose(model(pass))));
        recipe.Loss = LossKind.CrossEntropyOfProbabilities;
    })
    {
        Fits = recipe => recipe.Loss == LossKind.CrossEntropy && recipe.BatchSize > 1,
    };

    /// <summary>Outputs of n × 1 less targets of length n make n × n differences.</summary>
    public static readonly WorldFault BroadcastTargets = new("broadcast-targets", ["wrong-loss", "chance-level"], (recipe, _) =>
        recipe.WrongLoss = (tape, outputs, sample) =>
        {
            var n = sample.Count;
            var ones = Tape.Constant(1, n, [.. Enumerable.Repeat(1.0, n)]);
            double[] targets = new double[n * n];
            for (var i = 0; i < targets.Length; i++)
                targets[i] = sample.Targets[i % n];
            return Losses.Each(tape, recipe.Loss, 0, tape.Product(outputs, ones), sample with { Outputs = n, Targets = targets });
        })
    {
        Fits = recipe => recipe.Train.Outputs == 1 && recipe.BatchSize > 1,
    };

    public static WorldFault TooSmall(double factor) => new("model-too-small", ["model-bias"], (recipe, _) => recipe.WidthFactor = factor)
    {
        Judge = Judge.Holdout,
    };

    public static readonly WorldFault NoNonlinearity = new(
        "no-nonlinearity",
        ["no-nonlinearity", "model-bias"],
        (recipe, _) => recipe.HiddenActivation = Activation.None)
    {
        Judge = Judge.Holdout,
    };

    public static readonly WorldFault DeepSigmoid = new("deep-sigmoid", ["vanishing-gradient"], (recipe, _) =>
        recipe.HiddenActivation = Activation.Sigmoid)
    {
        RateMayCure = true,
    };

    /// <summary>Much dropout, and nothing that switches it off for evaluation.</summary>
    public static readonly WorldFault DropsAlways = new("drops-always", ["nondeterministic-loss"], (recipe, random) =>
        (recipe.Dropped, recipe.DropsAlways, recipe.ObjectiveIsStochastic) = (random.Uniform(0.6, 0.8), true, true))
    {
        Judge = Judge.Holdout,
    };

    /// <summary>Too much augmentation, which the objective has too.</summary>
    public static readonly WorldFault StochasticObjective = new("stochastic-objective", ["nondeterministic-loss"], (recipe, random) =>
        (recipe.Shaking, recipe.ObjectiveIsStochastic) = (random.Log(3, 8), true));
}
