using TorchSharp.Modules;
using static TorchSharp.torch;
using Scheduler = TorchSharp.torch.optim.lr_scheduler.LRScheduler;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Optimizers.Torch.Tests;

/// <summary>TorchSharp's schedulers write the rate and the momentum as they write those of TorchSharp's own optimizers.</summary>
public sealed class SchedulerTests
{
    private const int Steps = 24;

    private static readonly Dictionary<string, Func<optim.Optimizer, Scheduler>> Schedulers = new()
    {
        ["StepLR"] = o => optim.lr_scheduler.StepLR(o, 5, 0.5),
        ["MultiStepLR"] = o => optim.lr_scheduler.MultiStepLR(o, [3, 11], 0.3),
        ["ExponentialLR"] = o => optim.lr_scheduler.ExponentialLR(o, 0.9),
        ["LambdaLR"] = o => optim.lr_scheduler.LambdaLR(o, epoch => 1.0 / (1 + epoch)),
        ["LinearLR"] = o => optim.lr_scheduler.LinearLR(o, 0.2, 1, 7),
        ["CosineAnnealingLR"] = o => optim.lr_scheduler.CosineAnnealingLR(o, 10, 0.001),
        ["OneCycleLR"] = o => optim.lr_scheduler.OneCycleLR(o, 0.1, total_steps: Steps + 1),
        // TorchSharp 0.107 adds the height to the largest momentum, which is 1 then at its defaults.
        ["CyclicLR"] = o => optim.lr_scheduler.CyclicLR(o, 0.01, 0.1, 4, base_momentum: 0.6, max_momentum: 0.7),
    };

    public static TheoryData<string> Names => [.. Schedulers.Keys];

    [TorchTheory]
    [MemberData(nameof(Names))]
    public void A_scheduled_training_goes_the_way_of_TorchSharps_own(string name)
    {
        using var ours = new SmallTask(ScalarType.Float64);
        using var theirs = new SmallTask(ScalarType.Float64);
        using var optimizer = new TorchOptimizer(ours.Model.named_parameters(), new Momentum(0.05, 0.9, MomentumForm.Accumulated));
        using var own = optim.SGD(theirs.Model.parameters(), 0.05, 0.9);
        var (scheduler, other) = (Schedulers[name](optimizer), Schedulers[name](own));
        var rates = new HashSet<double>();
        for (var i = 0; i < Steps; i++)
        {
            ours.Backward();
            optimizer.step();
            scheduler.step();
            theirs.Backward();
            own.step();
            other.step();
            optimizer.ParamGroups.Single().LearningRate.Should().Be(own.ParamGroups.Single().LearningRate);
            rates.Add(optimizer.ParamGroups.Single().LearningRate);
        }

        rates.Should().HaveCountGreaterThan(2);
        ours.Values().Zip(theirs.Values(), (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-10);
    }

    [TorchFact]
    public void A_plateau_lowers_the_rate()
    {
        using var task = new SmallTask();
        using var optimizer = new TorchOptimizer(task.Model.named_parameters(), new Adam(0.01));
        var scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor: 0.1, patience: 2);
        for (var i = 0; i < 5; i++)
        {
            task.Backward();
            optimizer.step();
            scheduler.step(1.0);
        }

        task.Backward();
        optimizer.step();
        ((Adam)optimizer.Inner).LearningRate.At(0).Should().BeApproximately(0.001, 1e-12);
    }

    [TorchFact]
    public void The_momentum_of_Adam_is_cycled_too()
    {
        using var task = new SmallTask();
        using var optimizer = new TorchOptimizer(task.Model.named_parameters(), new Adam(0.01));
        var scheduler = optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 10);
        var decays = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            task.Backward();
            optimizer.step();
            scheduler.step();
            decays.Add(((Adam)optimizer.Inner).Beta1.At(optimizer.Inner.Iteration));
        }

        decays.Min().Should().BeApproximately(0.85, 1e-9);
        decays.Should().AllSatisfy(each => each.Should().BeInRange(0.85, 0.95));
    }

    [TorchFact]
    public void A_rule_without_momentum_says_how_to_make_the_scheduler()
    {
        using var task = new SmallTask();
        using var optimizer = new TorchOptimizer(task.Model.named_parameters(), new Sgd(0.01));
        FluentActions.Invoking(() => optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 10))
            .Should().Throw<InvalidOperationException>().WithMessage("Sgd(*has no momentum*cycle_momentum: false*");
        FluentActions.Invoking(() => optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 10, cycle_momentum: false)).Should().NotThrow();
    }

    [TorchFact]
    public void A_schedule_of_the_library_shows_its_rate_and_refuses_a_scheduler()
    {
        using var task = new SmallTask();
        using var optimizer = new TorchOptimizer(task.Model.named_parameters(), new Adam(Schedule.LinearDecay(10, from: 1e-2)));
        var group = optimizer.ParamGroups.Single();
        for (var i = 0; i < 3; i++)
        {
            task.Backward();
            optimizer.step();
        }

        group.LearningRate.Should().BeApproximately(7e-3, 1e-12);
        FluentActions.Invoking(() => optim.lr_scheduler.StepLR(optimizer, 1)).Should().Throw<InvalidOperationException>()
            .WithMessage("*follows*a scheduler of TorchSharp would write another one*");
        ((ParamGroup)group).LearningRate = 1; // Past the interface: found by the step.
        optimizer.Invoking(each => each.step()).Should().Throw<InvalidOperationException>().WithMessage("*follows*");
    }

    [TorchFact]
    public void A_rate_that_is_set_on_the_optimizer_counts_and_is_shown()
    {
        using var task = new SmallTask();
        var adam = new Adam(0.01);
        using var optimizer = new TorchOptimizer(task.Model.named_parameters(), adam);
        task.Backward();
        optimizer.step();
        adam.LearningRate = 0.002;
        optimizer.step();
        optimizer.ParamGroups.Single().LearningRate.Should().Be(0.002);
        adam.LearningRate.At(0).Should().Be(0.002);
    }

    [TorchFact]
    public void Groups_keep_their_own_rates_under_a_scheduler()
    {
        using var ours = new SmallTask(ScalarType.Float64);
        using var theirs = new SmallTask(ScalarType.Float64);
        var named = ours.Model.named_parameters().ToList();
        using var optimizer = new TorchOptimizer(named.Take(4), new Sgd(0.05));
        optimizer.add_param_group(new ParamGroup { Parameters = Tail(ours), Options = new OptimizerOptions { LearningRate = 0.2 } });
        using var own = optim.SGD(theirs.Model.parameters().Take(4), 0.05);
        own.add_param_group(new SGD.ParamGroup(Tail(theirs), lr: 0.2));
        var (scheduler, other) = (optim.lr_scheduler.ExponentialLR(optimizer, 0.8), optim.lr_scheduler.ExponentialLR(own, 0.8));
        for (var i = 0; i < 6; i++)
        {
            ours.Backward();
            optimizer.step();
            scheduler.step();
            theirs.Backward();
            own.step();
            other.step();
        }

        optimizer.ParamGroups.Select(each => each.LearningRate).Should().Equal(own.ParamGroups.Select(each => each.LearningRate));
        ours.Values().Zip(theirs.Values(), (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-12);
        optimizer.Invoking(each => each.add_param_group(new ParamGroup { Parameters = [] })).Should().Throw<InvalidOperationException>()
            .WithMessage("*requires_grad = false*");

        static IEnumerable<TorchParameter> Tail(SmallTask task) => task.Model.parameters().Skip(4);
    }
}
