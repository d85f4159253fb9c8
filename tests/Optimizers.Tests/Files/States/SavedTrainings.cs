using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Files.States;

/// <summary>Every optimizer that a file must keep: all rules, the newer ones, chains, groups and wrappers, in the middle of a schedule.</summary>
internal static class SavedTrainings
{
    private static readonly Schedule Rate = Schedule.WarmUp(5, to: 0.03).Then(Schedule.CosineDecay(20, from: 0.03));

    private static readonly Dictionary<string, Func<IOptimizer>> Others = new()
    {
        ["Adam, scheduled decays"] = () => new Adam(Rate, beta1: Schedule.LinearDecay(30, from: 0.9, to: 0.5), beta2: 0.99),
        ["Adam, clipped"] = () => new Adam(Rate) { Clipping = GradientClipping.ByGlobalNorm(3) },
        ["Lion"] = () => new Lion(Rate),
        ["Lamb"] = () => new Lamb(Rate),
        ["Adafactor"] = () => new Adafactor(Rate),
        ["Prodigy"] = () => new Prodigy(directionDecay: 0.01, initialDistance: 1e-3),
        ["Muon"] = () => new GroupedOptimizer((each => each.IsMatrix, new Muon(Rate, nesterov: false)), (_ => true, new Sgd(Rate))),
        ["Soap"] = () => new Soap(Rate, frequency: 4),
        ["Mars"] = () => new Mars(Rate),
        ["ScheduleFree"] = () => new Adam(0.01, beta1: 0).ScheduleFree(),
        ["Lookahead"] = () => new Lookahead(new Adam(Rate), steps: 4),
        ["Sam"] = () => new Sam(new Momentum(Rate)),
        ["Sam around Lookahead"] = () => new Sam(new Lookahead(new AdamW(Rate), steps: 3)),
        ["Groups"] = () => new GroupedOptimizer((each => each.IsMatrix, new Muon(Rate)), (each => each.Name == "half", null), (_ => true,
            new AdamW(Rate))),
        ["Groups with a state of their own"] = () =>
            new GroupedOptimizer((each => each.IsMatrix, new Prodigy(initialDistance: 1e-3)), (_ => true, new Prodigy(initialDistance: 1e-4))),
        ["Cautious Adam"] = () => new Adam(Rate).Then(new Cautious()),
        ["Trace behind a trust ratio"] = () => new Sgd(Rate).Then(new TrustRatio()).Then(new Trace(0.9)),
        ["Centralized Soap"] = () => new Soap(Rate, frequency: 3).Then(new GradientCentralization()),
    };

    public static IReadOnlyList<string> All { get; } =
        [.. OptimizerFacts.All.Where(fact => !fact.NeedsMatrices).Select(fact => fact.Name), .. Others.Keys.Select(name => "saved: " + name)];

    public static TheoryData<string> Names => [.. All];

    public static IOptimizer Create(string name, int threads = 1)
    {
        var optimizer = name.StartsWith("saved: ", StringComparison.Ordinal) ? Others[name[7..]]() : OptimizerFacts.Of(name).Make(Rate);
        for (var each = optimizer; each is not null; each = (each as IWrapsOptimizer)?.Inner)
        {
            if (each is Optimizer rule)
                rule.MaxThreads = threads;
        }

        return optimizer;
    }
}
