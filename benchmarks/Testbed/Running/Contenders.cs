namespace Optimizers.Testbed.Running;

/// <summary>Every optimizer of the library at its defaults, but for the rate.</summary>
/// <remarks>
/// Left out is what steps as the optimizer inside does (accumulation, loss scaling, stopping early, a plateau that nobody reports), what has another
/// minimum (L1, a box, Langevin noise), and variants of hyperparameters.
/// </remarks>
internal static class Contenders
{
    /// <summary>The list.</summary>
    public static IReadOnlyList<Contender> All { get; } =
    [
        new("Sgd", 0.1, rate => new Sgd(rate)) { IsLibraryDefault = false, IsNamed = true },
        new("Momentum", 0.01, rate => new Momentum(rate)) { IsLibraryDefault = false, IsNamed = true },
        new("Momentum, Nesterov", 0.01, rate => new Momentum(rate, nesterov: true)) { IsLibraryDefault = false },
        new("Rms", 0.01, rate => new Rms(rate)) { IsLibraryDefault = false },
        new("Adagrad", 0.01, rate => new Adagrad(rate)) { IsLibraryDefault = false, IsNamed = true },
        new("RmsProp", 0.01, rate => new RmsProp(rate)) { IsLibraryDefault = false, IsNamed = true },
        new("RmsProp, PyTorch's", 0.01, rate => new RmsProp(rate, 0.99, RmsPropStart.Zero, 1e-8)) { IsLibraryDefault = false },
        new("RmsPropWithMomentum", 0.01, rate => new RmsPropWithMomentum(rate)) { IsLibraryDefault = false },
        new("CenteredRmsProp", 0.01, rate => new CenteredRmsProp(rate, epsilon: 1e-8)) { IsLibraryDefault = false },
        new("RmsMomentum", 0.001, rate => new RmsMomentum(rate)) { IsLibraryDefault = false },
        new("Adam", 0.001, rate => new Adam(rate)) { IsNamed = true },
        new("AmsGrad", 0.001, rate => new AmsGrad(rate)),
        new("AdamW", 0.001, rate => new AdamW(rate)) { IsNamed = true },
        new("Adadelta", 1, rate => new Adadelta(rate)),
        new("Adamax", 0.002, rate => new Adamax(rate)),
        new("NAdam", 0.002, rate => new NAdam(rate)),
        new("RAdam", 0.001, rate => new RAdam(rate)),
        new("AdaBelief", 0.001, rate => new AdaBelief(rate)),
        new("Yogi", 0.01, rate => new Yogi(rate)),
        new("Adan", 0.001, rate => new Adan(rate)) { IsNamed = true },
        new("AdEMAMix", 0.001, rate => new AdEMAMix(rate)),
        new("SimplifiedAdEMAMix", 1e-4, rate => new SimplifiedAdEMAMix(rate)),
        new("Adopt", 0.001, rate => new Adopt(rate)),
        new("Madgrad", 0.01, rate => new Madgrad(rate)),
        new("QHAdam", 0.001, rate => new QHAdam(rate)),
        new("AcProp", 0.001, rate => new AcProp(rate)),
        new("LaProp", 4e-4, rate => new LaProp(rate)),
        new("AdamAtan2", 0.001, rate => new AdamAtan2(rate)),
        new("StableAdamW", 0.001, rate => new StableAdamW(rate)),
        new("AdamMini", 0.001, rate => new AdamMini(rate)),
        new("Mars", 0.003, rate => new Mars(rate)),
        new("ExactMars", 0.003, rate => new ExactMars(rate)) { Gradients = 2 },
        new("Lion", 1e-4, rate => new Lion(rate)) { IsNamed = true },
        new("Lion.Signum", 1e-4, rate => Lion.Signum(rate)) { IsLibraryDefault = false },
        new("SignSgd", 0.001, rate => new SignSgd(rate)) { IsLibraryDefault = false },
        new("Rprop", 0.01, rate => new Rprop(rate)),
        new("Asgd", 0.01, rate => new Asgd(rate)),
        new("Ftrl", 0.1, rate => new Ftrl(rate)),
        new("NovoGrad", 0.01, rate => new NovoGrad(rate)),
        new("Lamb", 0.001, rate => new Lamb(rate)),
        new("Lars", 1, rate => new Lars(rate)) { IsLibraryDefault = false },
        new("Fromage", 0.01, rate => new Fromage(rate)),
        new("Sm3", 0.1, rate => new Sm3(rate)),
        new("Adafactor", 0.01, rate => new Adafactor(Schedule.From(i => rate * Math.Min(1, 100 / Math.Sqrt(i + 1.0))))),
        new("Came", 2e-4, rate => new Came(rate)),
        new("Muon for matrices, else AdamW", 0.02, MuonAndAdamW) { IsNamed = true },
        new("Shampoo", 0.1, rate => new Shampoo(rate, frequency: 10)) { IsLibraryDefault = false },
        new("Soap", 0.003, rate => new Soap(rate)) { IsNamed = true },
        new("Prodigy", 1, rate => new Prodigy(rate)) { IsNamed = true },
        new("DAdaptSgd", 1, rate => new DAdaptSgd(rate)),
        new("DAdaptAdam", 1, rate => new DAdaptAdam(rate)),
        new("Dog", 1, rate => new Dog(rate)),
        new("LayerwiseDog", 1, rate => new LayerwiseDog(rate)),
        new("Dowg", 1, rate => new Dowg(rate)),
        new("Cocob", 1, rate => new Cocob(rate)),
        new("Sgd, Mechanic", 1, rate => new Sgd(rate).Then(new Mechanic())) { IsLibraryDefault = false },
        new("Adam, Mechanic", 0.001, rate => new Adam(rate).Then(new Mechanic())),
        new("PolyakSgd", 1, rate => new PolyakSgd(rate)),
        new("Momo", 1, rate => new Momo(rate)),
        new("MomoAdam", 0.01, rate => new MomoAdam(rate)),
        new("Sophia", 0.001, rate => new Sophia(rate)) { Gradients = 1.2 },
        new("AdaHessian", 0.15, rate => new AdaHessian(rate)) { Gradients = 3 },
        new("Sgd, schedule-free", 1, rate => new Sgd(rate).ScheduleFree()) { IsLibraryDefault = false },
        new("AdamW, schedule-free", 0.0025, rate => new Adam(rate, beta1: 0) { WeightDecay = 0.01 }.ScheduleFree())
        {
            IsLibraryDefault = false, IsNamed = true,
        },
        new("Adam, Lookahead", 0.001, rate => new Lookahead(new Adam(rate))),
        new("Adam, cautious", 0.001, rate => new Adam(rate).Then(new Cautious())),
        new("Adam, optimistic", 0.001, rate => new Adam(rate).Then(new Optimistic())),
        new("Adam, exponential average", 0.001, rate => AveragedOptimizer.Exponential(new Adam(rate))),
        new("Momentum, polynomial-decay average", 0.01, rate => AveragedOptimizer.PolynomialDecay(new Momentum(rate))) { IsLibraryDefault = false },
        new("Momentum, trust ratio", 0.01, rate => new Momentum(rate).Then(new TrustRatio())) { IsLibraryDefault = false },
        new("Sgd, centralized", 0.1, rate => new Sgd(rate).Before(new GradientCentralization())) { IsLibraryDefault = false },
        new("Sgd, annealed noise", 0.1, rate => new Sgd(rate).Before(new AnnealedNoise())) { IsLibraryDefault = false },
        new("Sgd, Sam", 0.1, rate => new Sam(new Sgd(rate))) { IsLibraryDefault = false, Gradients = 2 },
        new("Sgd, adaptive Sam", 0.1, rate => Sam.Adaptive(new Sgd(rate))) { IsLibraryDefault = false, Gradients = 2 },
    ];

    /// <summary>The twelve that run on the larger problems, too.</summary>
    public static IReadOnlyList<Contender> Named { get; } = [.. All.Where(each => each.IsNamed)];

    // The rate is Muon's; AdamW keeps its own share of it, 0.001 to 0.02. A problem without a matrix has AdamW alone.
    private static GroupedOptimizer MuonAndAdamW(double rate) => new((p => p.IsMatrix, new Muon(rate)), (p => true, new AdamW(rate / 20)));
}
