using Optimizers.Benchmarks.Measuring;
using Optimizers.Benchmarks.Workloads;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Optimizers.Benchmarks.Peers;

/// <summary>A rule that TorchSharp has, too.</summary>
/// <param name="Name">The name of the contender that takes the same step.</param>
/// <param name="Ours">This library's at the hyperparameters of <paramref name="Theirs"/>.</param>
/// <param name="Theirs">TorchSharp's.</param>
internal sealed record TorchSharpRule(string Name, Func<IOptimizer> Ours, Func<TorchParameter[], optim.Optimizer> Theirs)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<TorchSharpRule> All { get; } =
    [
        new("Sgd", () => new Sgd(0.1), p => optim.SGD(p, 0.1)),
        new("Momentum", () => new Momentum(0.01), p => optim.SGD(p, 0.01, 0.9)),
        new(
            "Momentum, Nesterov", () => new Momentum(0.01, form: MomentumForm.Accumulated, nesterov: true),
            p => optim.SGD(p, 0.01, 0.9, nesterov: true)),
        new(
            "Momentum, dampened", () => new Momentum(0.01, form: MomentumForm.Accumulated, dampening: 0.5),
            p => optim.SGD(p, 0.01, 0.9, dampening: 0.5)),
        new("Adagrad", () => new Adagrad(0.01), p => optim.Adagrad(p, 0.01)),
        new("RmsProp, PyTorch's", () => new RmsProp(0.01, 0.99, RmsPropStart.Zero, 1e-8), p => optim.RMSProp(p, 0.01)),
        new(
            "RmsPropWithMomentum", () => new RmsPropWithMomentum(0.01, 0.9, 0.99, RmsPropStart.Zero, 1e-8),
            p => optim.RMSProp(p, 0.01, momentum: 0.9)),
        new("CenteredRmsProp", () => new CenteredRmsProp(0.01, 0.99, RmsPropStart.Zero, 1e-8), p => optim.RMSProp(p, 0.01, centered: true)),
        new("Adam", () => new Adam(0.001), p => optim.Adam(p, 0.001)),
        new("AmsGrad", () => new AmsGrad(0.001), p => optim.Adam(p, 0.001, amsgrad: true)),
        new("AdamW", () => new AdamW(0.001), p => optim.AdamW(p, 0.001, weight_decay: 0.01)),
        new("Adadelta", () => new Adadelta(1, 0.9, 1e-6), p => optim.Adadelta(p, 1.0)),
        new("Adamax", () => new Adamax(0.002), p => optim.Adamax(p, 0.002)),
        new("NAdam", () => new NAdam(0.002), p => optim.NAdam(p, 0.002)),
        // TorchSharp 0.107 multiplies with the rate twice once it uses v: only at 1 that is the rule's rate.
        new("RAdam", () => new RAdam(1), p => optim.RAdam(p, 1)),
        new("Rprop", () => new Rprop(0.01), p => optim.Rprop(p, 0.01)),
        new("Asgd", () => new Asgd(0.01), p => optim.ASGD(p, 0.01)),
    ];

    /// <summary>TorchSharp's rule of a subject, at <see cref="Hyperparameters"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not measured on that subject.</exception>
    public static Func<TorchParameter[], optim.Optimizer> Of(Subject subject) => subject switch
    {
        Subject.Adam => p => optim.Adam(
            p, Hyperparameters.LearningRate, Hyperparameters.Beta1, Hyperparameters.Beta2, Hyperparameters.Epsilon),
        Subject.Momentum => p => optim.SGD(p, Hyperparameters.LearningRate, Hyperparameters.Momentum),
        Subject.RmsProp => p => optim.RMSProp(p, Hyperparameters.LearningRate, Hyperparameters.Decay, Hyperparameters.Epsilon),
        _ => throw new ArgumentOutOfRangeException(nameof(subject), subject, "TorchSharp is measured on Adam, Momentum and RmsProp."),
    };
}
