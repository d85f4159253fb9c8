namespace Optimizers.Tests.Rules;

/// <summary>The one list of all rules, at their defaults, in their variants and in some chains. Every property runs over it.</summary>
public static class AllRules
{
    private static readonly Dictionary<string, Func<Schedule, Optimizer>> Makers = new()
    {
        ["Sgd"] = rate => new Sgd(rate),
        ["Sgd, maximize, L2"] = rate => new Sgd(rate) { Maximize = true, WeightDecay = 0.1 },
        ["Momentum"] = rate => new Momentum(rate),
        ["Momentum, dampened"] = rate => new Momentum(rate, 0.8, dampening: 0.3),
        ["Momentum, Nesterov"] = rate => new Momentum(rate, nesterov: true),
        ["Momentum, accumulated"] = rate => new Momentum(rate, form: MomentumForm.Accumulated),
        ["Momentum, accumulated, dampened"] = rate => new Momentum(rate, 0.9, MomentumForm.Accumulated, dampening: 0.5),
        ["Momentum, accumulated, Nesterov"] = rate => new Momentum(rate, form: MomentumForm.Accumulated, nesterov: true),
        ["Rms"] = rate => new Rms(rate),
        ["Adagrad"] = rate => new Adagrad(rate),
        ["Adagrad, initial accumulator"] = rate => new Adagrad(rate, initialAccumulator: 0.5, epsilon: 1e-3),
        ["RmsProp"] = rate => new RmsProp(rate),
        ["RmsProp, PyTorch"] = rate => new RmsProp(rate, 0.99, RmsPropStart.Zero, 1e-8),
        ["RmsProp, PyTorch, momentum"] = rate => new RmsProp(rate, 0.95, RmsPropStart.Zero, 1e-6, momentum: 0.7),
        ["RmsProp, PyTorch, centered"] = rate => new RmsProp(rate, 0.9, RmsPropStart.Zero, 1e-8, centered: true),
        ["RmsProp, PyTorch, centered, momentum"] = rate => new RmsProp(rate, 0.9, RmsPropStart.Zero, 1e-5, centered: true, 0.5),
        ["RmsMomentum"] = rate => new RmsMomentum(rate),
        ["Adam"] = rate => new Adam(rate),
        ["Adam, no epsilon"] = rate => new Adam(rate, epsilon: 0),
        ["Adam, AMSGrad"] = rate => new Adam(rate, beta2: 0.9, amsGrad: true),
        ["Adam, L2, clipped by value"] = rate => new Adam(rate) { WeightDecay = 0.02, Clipping = GradientClipping.ByValue(0.7) },
        ["AdamW"] = rate => new AdamW(rate),
        ["AdamW, AMSGrad"] = rate => new AdamW(rate, 0.1, amsGrad: true),
    };

    /// <summary>Each rule's name.</summary>
    public static IReadOnlyCollection<string> All => Makers.Keys;

    /// <summary>Each rule's name, for a theory.</summary>
    public static TheoryData<string> Names => [.. All];

    /// <summary>The rules without ε.</summary>
    public static TheoryData<string> NamesWithoutEpsilon =>
        ["Sgd", "Momentum", "Momentum, Nesterov", "Momentum, accumulated", "Rms", "RmsProp", "RmsMomentum", "Adam, no epsilon"];

    /// <summary>A new optimizer with a rule.</summary>
    public static Optimizer Create(string name, Schedule learningRate, int threads = 1)
    {
        var optimizer = Makers[name](learningRate);
        optimizer.MaxThreads = threads;
        return optimizer;
    }

    /// <summary>The rule's formula, transcribed.</summary>
    internal static Paper.Step Transcribe(string name) => name switch
    {
        "Sgd" => Paper.Sgd(),
        "Sgd, maximize, L2" => Paper.Prepared(Paper.Sgd(), weightDecay: 0.1, sign: -1),
        "Momentum" => Paper.Momentum(0.9),
        "Momentum, dampened" => Paper.Momentum(0.8, 0.3),
        "Momentum, Nesterov" => Paper.Nesterov(0.9),
        "Momentum, accumulated" => Paper.TorchMomentum(0.9),
        "Momentum, accumulated, dampened" => Paper.TorchMomentum(0.9, 0.5),
        "Momentum, accumulated, Nesterov" => Paper.TorchMomentum(0.9, nesterov: true),
        "Rms" => Paper.Rms(),
        "Adagrad" => Paper.Adagrad(0, 1e-10),
        "Adagrad, initial accumulator" => Paper.Adagrad(0.5, 1e-3),
        "RmsProp" => Paper.RmsProp(0.9),
        "RmsProp, PyTorch" => Paper.TorchRmsProp(0.99, 1e-8),
        "RmsProp, PyTorch, momentum" => Paper.TorchRmsProp(0.95, 1e-6, momentum: 0.7),
        "RmsProp, PyTorch, centered" => Paper.TorchRmsProp(0.9, 1e-8, centered: true),
        "RmsProp, PyTorch, centered, momentum" => Paper.TorchRmsProp(0.9, 1e-5, centered: true, momentum: 0.5),
        "RmsMomentum" => Paper.RmsMomentum(0.9, 0.9),
        "Adam" => Paper.Adam(0.9, 0.999, 1e-8),
        "Adam, no epsilon" => Paper.Adam(0.9, 0.999, 0),
        "Adam, AMSGrad" => Paper.Adam(0.9, 0.9, 1e-8, amsGrad: true),
        "Adam, L2, clipped by value" => Paper.Prepared(Paper.Adam(0.9, 0.999, 1e-8), weightDecay: 0.02, clip: 0.7),
        "AdamW" => Paper.Adam(0.9, 0.999, 1e-8, decoupled: 0.01),
        "AdamW, AMSGrad" => Paper.Adam(0.9, 0.999, 1e-8, amsGrad: true, decoupled: 0.1),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "This rule has no transcription yet."),
    };
}
