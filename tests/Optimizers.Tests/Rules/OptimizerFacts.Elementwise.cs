using Optimizers.Tests.Papers;

namespace Optimizers.Tests.Rules;

// The rules of the field that step each element by itself.
internal static partial class OptimizerFacts
{
    private static OptimizerFact[] Elementwise =>
    [
        new("Adadelta", rate => new Adadelta(rate))
        {
            Code = "`Adadelta`", Formula = "Δ = √(E[Δ²] + ε)/√(E[g²] + ε)·g, θ ← θ − αΔ", Source = "Zeiler 2012, algorithm 1",
            Use = "you compare with it: it begins slowly", StateBytes = 8, HasEpsilon = true, BowlRate = 1,
            Algorithm = rate => new AdadeltaPaper(rate),
        },
        new("Adamax", rate => new Adamax(rate))
        {
            Code = "`Adamax`", Formula = "m as in Adam, u ← max(β₂u, |g| + ε), θ ← θ − α·m̂/u", Source = "Kingma and Ba 2015, algorithm 2",
            Use = "single gradients are far larger than the others", StateBytes = 8, HasEpsilon = true, SquaresGradient = false,
            Algorithm = rate => new AdamaxPaper(rate),
        },
        new("NAdam", rate => new NAdam(rate))
        {
            Code = "`NAdam`", Formula = "Adam with μₜ₊₁m/(1 − Πμ) + (1 − μₜ)g/(1 − Πμ) for m̂", Source = "Dozat 2016; torch.optim.NAdam",
            Use = "Adam, and gradients are noisy; not in a narrow valley", StateBytes = 8, HasEpsilon = true,
            Algorithm = rate => new NAdamPaper(rate),
        },
        new("NAdam, constant momentum", rate => new NAdam(rate, beta1: 0.8, scheduleDecay: double.PositiveInfinity))
        {
            StateBytes = 8, HasEpsilon = true, Algorithm = rate => new NAdamPaper(rate, beta1: 0.8, constantMomentum: true),
        },
        new("RAdam", rate => new RAdam(rate))
        {
            Code = "`RAdam`", Formula = "Adam's step times r(t), m̂ alone while v is of too few gradients", Source = "Liu et al. 2020, algorithm 2",
            Use = "Adam without a warm-up", StateBytes = 8, HasEpsilon = true, Algorithm = rate => new RAdamPaper(rate, threshold: 5),
        },
        new("RAdam, the paper's", rate => new RAdam(rate, beta2: 0.99, epsilon: 0, threshold: 4))
        {
            StateBytes = 8, Algorithm = rate => new RAdamPaper(rate, beta2: 0.99, epsilon: 0),
        },
        new("Rprop", rate => new Rprop(rate))
        {
            Code = "`Rprop`", Formula = "size × 1.2 where sign(g) stays, × 0.5 where it changes, θ ← θ − size·sign(g)",
            Source = "Riedmiller and Braun 1993; Igel and Hüsken 2000", Use = "gradients are of the whole data", StateBytes = 8,
            SquaresGradient = false, IsSmooth = false, Algorithm = rate => new RpropPaper(rate),
        },
        new("Asgd", rate => new Asgd(rate, lambda: 0.05, start: 20))
        {
            Code = "`Asgd`", Formula = "η = α/(1 + λαt)^0.75, θ ← (1 − λη)θ − ηg, and the mean of θ from t₀ on",
            Source = "Polyak and Juditsky 1992; torch.optim.ASGD", Use = "the last iterates are noisy, and their mean is what you want",
            StateBytes = 8, SquaresGradient = false, Decays = true, BowlRate = 0.2, Algorithm = rate => new AsgdPaper(rate, lambda: 0.05, start: 20),
        },
        new("AdaBelief", rate => new AdaBelief(rate))
        {
            Code = "`AdaBelief`", Formula = "Adam with (g − m)² in the place of g²", Source = "Zhuang et al. 2020, algorithm 2",
            Use = "gradients are steady: then its steps are longer than Adam's", StateBytes = 8, HasEpsilon = true,
            Algorithm = rate => new AdaBeliefPaper(rate, epsilon: 1e-16),
        },
        new("Yogi", rate => new Yogi(rate))
        {
            Code = "`Yogi`", Formula = "v ← v − (1 − β₂)·sign(v − g²)·g², θ ← θ − αm/(√v + ε)", Source = "Zaheer et al. 2018, algorithm 2",
            Use = "gradients become sparse: v forgets slowly", StateBytes = 8, HasEpsilon = true, Algorithm = rate => new YogiPaper(rate),
        },
        new("SignSgd", rate => new SignSgd(rate))
        {
            Code = "`SignSgd`", Formula = "θ ← θ − α·sign(g)", Source = "Bernstein et al. 2018, algorithm 1",
            Use = "there is no memory for a state", SquaresGradient = false, IsSmooth = false, BowlRate = 0.01,
            Algorithm = rate => new SignSgdPaper(rate),
        },
        new("Signum", rate => Lion.Signum(rate))
        {
            Code = "`Lion.Signum(1e-4)`", Formula = "m ← βm + (1 − β)g, θ ← θ − α·sign(m)", Source = "Bernstein et al. 2018, algorithm 2",
            Use = "you compare with it", StateBytes = 4, SquaresGradient = false, IsSmooth = false, BowlRate = 0.01,
            Algorithm = rate => new SignumPaper(rate),
        },
        new("Adan", rate => new Adan(rate))
        {
            Code = "`Adan`", Formula = "means m of g, v of g − g₋₁, n of (g + β₂(g − g₋₁))²; θ ← θ − α(m̂ + β₂v̂)/(√n̂ + ε)",
            Source = "Xie et al. 2022, algorithm 1", Use = "batches and rates are large", StateBytes = 16, HasEpsilon = true,
            Algorithm = rate => new AdanPaper(rate),
        },
        new("AdEMAMix", rate => new AdEMAMix(rate, beta3: 0.99))
        {
            Code = "`AdEMAMix`", Formula = "Adam with m̂ + κm₂, m₂ a slow mean, for m̂", Source = "Pagliardini et al. 2024, algorithm 1",
            Use = "trainings are long", StateBytes = 12, HasEpsilon = true, BowlRate = 0.01, Algorithm = rate => new AdEMAMixPaper(rate, beta3: 0.99),
        },
        new("AdEMAMix, warmed up", rate => new AdEMAMix(rate, mix: Schedule.WarmUp(30, to: 5), beta3: AdEMAMix.Beta3WarmUp(30)))
        {
            StateBytes = 12, HasEpsilon = true, Algorithm = rate => new AdEMAMixPaper(rate, warmUp: 30),
        },
        new("SimplifiedAdEMAMix", rate => new SimplifiedAdEMAMix(rate, beta1: 0.9, mix: 2))
        {
            Code = "`SimplifiedAdEMAMix`", Formula = "m ← β₁m + g, θ ← θ − α(m + κg)/(√v̂ + ε)", Source = "Morwani et al. 2025",
            Use = "the same, with the memory of Adam", StateBytes = 8, HasEpsilon = true, BowlRate = 0.003,
            Algorithm = rate => new SimplifiedAdEMAMixPaper(rate, beta1: 0.9, alpha: 2),
        },
        new("Adopt", rate => new Adopt(rate))
        {
            Code = "`Adopt`", Formula = "m of clip(g/max(√v₋₁, ε), ±t^¼), θ ← θ − αm", Source = "Taniguchi et al. 2024, algorithm 2",
            Use = "Adam does not converge by any β₂", StateBytes = 8, HasEpsilon = true, Algorithm = rate => new AdoptPaper(rate),
        },
        new("Madgrad", rate => new Madgrad(rate))
        {
            Code = "`Madgrad`", Formula = "s ← s + λg, ν ← ν + λg², z = θ₀ − s/(∛ν + ε), θ ← μθ + (1 − μ)z",
            Source = "Defazio and Jelassi 2021, algorithm 1", Use = "features are sparse, and Adagrad stops too early", StateBytes = 12,
            HasEpsilon = true, Algorithm = rate => new MadgradPaper(rate),
        },
        new("QHAdam", rate => new QHAdam(rate))
        {
            Code = "`QHAdam`", Formula = "Adam with (1 − ν₁)g + ν₁m̂ and (1 − ν₂)g² + ν₂v̂", Source = "Ma and Yarats 2019, algorithm 2",
            Use = "Adam is unstable", StateBytes = 8, HasEpsilon = true, Algorithm = rate => new QHAdamPaper(rate),
        },
        new("QHAdam, both mixed", rate => new QHAdam(rate, nu1: 0.4, nu2: 0.9))
        {
            StateBytes = 8, HasEpsilon = true, Algorithm = rate => new QHAdamPaper(rate, nu1: 0.4, nu2: 0.9),
        },
        new("AcProp", rate => new AcProp(rate))
        {
            Code = "`AcProp`", Formula = "θ ← θ − αg/(√ŝ₋₁ + ε), then m and s of (g − m)²", Source = "Zhuang et al. 2021, algorithm 2",
            Use = "you compare with it", StateBytes = 8, HasEpsilon = true, Algorithm = rate => new AcPropPaper(rate),
        },
        new("Ftrl", rate => new Ftrl(rate, lambda1: 0.01))
        {
            Code = "`Ftrl`", Formula = "z ← z + g − σθ, n ← n + g², θ = −(z − sign(z)λ₁)/((β + √n)/α + λ₂), 0 where |z| ≤ λ₁",
            Source = "McMahan et al. 2013, algorithm 1", Use = "the model is linear, and weights shall be exactly 0", StateBytes = 8, BowlRate = 1,
            Algorithm = rate => new FtrlPaper(rate, lambda1: 0.01, fromParameter: true),
        },
        new("Ftrl, penalized", rate => new Ftrl(rate, 0.5, 0.3, 0.2))
        {
            StateBytes = 8, BowlRate = 1, Algorithm = rate => new FtrlPaper(rate, 0.5, 0.3, 0.2, fromParameter: true),
        },
        new("LaProp", rate => new LaProp(rate))
        {
            Code = "`LaProp`", Formula = "v as in Adam, m of g/(√v̂ + ε), θ ← θ − αm̂", Source = "Ziyin et al. 2020, algorithm 1",
            Use = "β₁ and β₂ shall be tuned apart", StateBytes = 8, HasEpsilon = true, Algorithm = rate => new LaPropPaper(rate),
        },
        new("AdamAtan2", rate => new AdamAtan2(rate))
        {
            Code = "`AdamAtan2`", Formula = "θ ← θ − α·a·atan2(m̂, b√v̂)", Source = "Everett et al. 2024",
            Use = "there shall be no ε to choose", StateBytes = 8, Algorithm = rate => new AdamAtan2Paper(rate),
        },
        new("AdamAtan2, scaled", rate => new AdamAtan2(rate, a: 1.27, b: 2))
        {
            StateBytes = 8, Algorithm = rate => new AdamAtan2Paper(rate, a: 1.27, b: 2),
        },
        new("Sgd, optimistic", rate => new Sgd(rate).Then(new Optimistic()))
        {
            Code = "`new Sgd(0.1).Then(new Optimistic())`", Formula = "u ← (1 + β)u − βu₋₁ of any rule's u", Source = "Daskalakis et al. 2018",
            Use = "two models play against each other", StateBytes = 4, SquaresGradient = false, BowlRate = 0.1,
            Algorithm = rate => new OptimisticGradientDescentPaper(rate, fromZero: true),
        },
        new("Adam, optimistic", rate => new Adam(rate).Then(new Optimistic()))
        {
            StateBytes = 12, HasEpsilon = true, Algorithm = rate => new OptimisticAdamPaper(rate),
        },
    ];
}
