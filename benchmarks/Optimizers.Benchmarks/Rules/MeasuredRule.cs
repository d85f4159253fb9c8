using Optimizers.Testbed.Running;

namespace Optimizers.Benchmarks.Rules;

/// <summary>A rule whose step is measured, at the rate where nobody tunes.</summary>
/// <param name="Contender">The rule.</param>
/// <param name="StateWidth">The bytes in which a number of its state is kept; null where that is as wide as the parameter.</param>
internal sealed record MeasuredRule(Contender Contender, double? StateWidth = null)
{
    private const double BFloat16 = 2, EightBits = 1 + (4.0 / 256); // A scale in float for each block of 256.

    /// <summary>
    /// The rules that pass over the elements: those of the testbed, and what that leaves out because it has another minimum or steps as another one
    /// does. The wrappers that only hand on (accumulation, scaling of the loss, stopping early, a plateau) have no step of their own.
    /// </summary>
    public static IReadOnlyList<MeasuredRule> All { get; } =
    [
        .. Contenders.All.Where(each => !MatrixRule.Names.Contains(each.Name)).Select(each => new MeasuredRule(each)),
        Of("Momentum, dampened", 0.01, rate => new Momentum(rate, form: MomentumForm.Accumulated, dampening: 0.5)),
        Of("Sgd, trace", 0.01, rate => new Sgd(rate).Then(new Trace())),
        Of("Sgd, optimistic", 0.1, rate => new Sgd(rate).Then(new Optimistic())),
        Of("Sgd, L1", 0.1, rate => new Sgd(rate).WithL1(0.01)),
        Of("Sgd, Langevin noise", 1e-4, rate => new Sgd(rate).Then(new LangevinNoise())),
        Of("Adam, in a box", 0.001, rate => new Adam(rate).InBox(-1, 1)),
        Of("Adam, clipped by norm", 0.001, rate => new Adam(rate) { Clipping = GradientClipping.ByGlobalNorm(1) }),
        new(new Contender("Momentum, 16-bit state", 0.01, rate => new Momentum(rate) { StateStorage = StateStorage.BFloat16 }), BFloat16),
        new(new Contender("Adam, 16-bit state", 0.001, rate => new Adam(rate) { StateStorage = StateStorage.BFloat16 }), BFloat16),
        new(new Contender("Momentum, 8-bit state", 0.01, rate => new Momentum(rate) { StateStorage = StateStorage.EightBits }), EightBits),
        new(new Contender("Adam, 8-bit state", 0.001, rate => new Adam(rate) { StateStorage = StateStorage.EightBits }), EightBits),
    ];

    /// <summary>Its name in the tables.</summary>
    public string Name => Contender.Name;

    /// <summary>True where the state is in codes of 8 bits, whose translation is what a step takes: no bandwidth is asked of it.</summary>
    public bool IsCoded => StateWidth is < 2;

    /// <summary>The optimizer before its first step, of one thread.</summary>
    public IOptimizer Make() => OnOneThread(Contender);

    /// <summary>A contender's optimizer at its rate, of one thread.</summary>
    public static IOptimizer OnOneThread(Contender contender)
    {
        var optimizer = contender.Make(contender.Rate);
        optimizer.Find<Optimizer>()!.MaxThreads = 1;
        foreach (var rule in optimizer.Find<GroupedOptimizer>()?.Rules ?? [])
            rule.MaxThreads = 1;
        return optimizer;
    }

    private static MeasuredRule Of(string name, double rate, Func<double, IOptimizer> make) => new(new Contender(name, rate, make));
}
