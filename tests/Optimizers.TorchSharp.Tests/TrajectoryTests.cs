using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Optimizers.Torch.Tests;

/// <summary>The way of a real module under an optimizer of the library and under TorchSharp's own of the same rule.</summary>
public sealed class TrajectoryTests
{
    private const int Steps = 30;

    private static readonly Dictionary<string, (Func<IOptimizer> Ours, Func<IEnumerable<TorchParameter>, optim.Optimizer> Theirs)> Rules = new()
    {
        ["SGD"] = (() => new Sgd(0.05), p => optim.SGD(p, 0.05)),
        ["SGD with an L2 penalty"] = (() => new Sgd(0.05) { L2Penalty = 0.01 }, p => optim.SGD(p, 0.05, weight_decay: 0.01)),
        ["momentum"] = (() => new Momentum(0.05, 0.9, MomentumForm.Accumulated), p => optim.SGD(p, 0.05, 0.9)),
        ["Nesterov"] = (() => new Momentum(0.05, 0.9, MomentumForm.Accumulated, nesterov: true), p => optim.SGD(p, 0.05, 0.9, nesterov: true)),
        ["Adam"] = (() => new Adam(0.01), p => optim.Adam(p, 0.01)),
        ["AmsGrad"] = (() => new AmsGrad(0.01), p => optim.Adam(p, 0.01, amsgrad: true)),
        ["AdamW"] = (() => new AdamW(0.01) { WeightDecay = 0.02 }, p => optim.AdamW(p, 0.01, weight_decay: 0.02)),
        ["Adagrad"] = (() => new Adagrad(0.05, epsilon: 1e-10), p => optim.Adagrad(p, 0.05)),
        ["RMSprop"] = (() => new RmsProp(0.005, 0.99, RmsPropStart.Zero, 1e-8), p => optim.RMSProp(p, 0.005)),
        ["centered RMSprop"] = (() => new CenteredRmsProp(0.005, 0.99, RmsPropStart.Zero, 1e-8), p => optim.RMSProp(p, 0.005, centered: true)),
        ["RMSprop with momentum"] = (
            () => new RmsPropWithMomentum(0.005, 0.9, 0.99, RmsPropStart.Zero, 1e-8), p => optim.RMSProp(p, 0.005, momentum: 0.9)),
        ["Adadelta"] = (() => new Adadelta(1.0, 0.9, 1e-6), p => optim.Adadelta(p, 1.0)),
        ["Adamax"] = (() => new Adamax(0.01), p => optim.Adamax(p, 0.01)),
        ["NAdam"] = (() => new NAdam(0.01), p => optim.NAdam(p, 0.01)),
        // TorchSharp 0.107 multiplies with the rate twice once it uses v: only at 1 that is the rule's rate.
        ["RAdam"] = (() => new RAdam(1), p => optim.RAdam(p, 1)),
        ["Rprop"] = (() => new Rprop(0.01, largest: 0.05), p => optim.Rprop(p, 0.01, max_step: 0.05)),
        ["ASGD"] = (() => new Asgd(0.05), p => optim.ASGD(p, 0.05)),
    };

    public static TheoryData<string> Names => [.. Rules.Keys];

    [TorchTheory]
    [MemberData(nameof(Names))]
    public void A_module_goes_the_way_of_TorchSharps_own_rule(string name)
    {
        using var ours = new SmallTask(ScalarType.Float64);
        using var theirs = new SmallTask(ScalarType.Float64);
        using var optimizer = new TorchOptimizer(ours.Model.named_parameters(), Rules[name].Ours());
        using var own = Rules[name].Theirs(theirs.Model.parameters());
        var start = ours.Values();
        for (var i = 0; i < Steps; i++)
        {
            ours.Backward();
            optimizer.step();
            theirs.Backward();
            own.step();
        }

        var (values, expected) = (ours.Values(), theirs.Values());
        values.Zip(expected, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-9);
        values.Zip(start, (a, b) => Math.Abs(a - b)).Max().Should().BeGreaterThan(0.01);
    }
}
