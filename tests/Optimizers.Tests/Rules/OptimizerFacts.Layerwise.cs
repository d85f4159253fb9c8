using Optimizers.Tests.Papers;

namespace Optimizers.Tests.Rules;

// The rules of the field that look at a parameter as a whole.
internal static partial class OptimizerFacts
{
    private static OptimizerFact[] Layerwise =>
    [
        new("NovoGrad", rate => new NovoGrad(rate))
        {
            Code = "`NovoGrad`", Formula = "v of ‖g‖², m ← β₁m + g/(√v + ε) + λθ, θ ← θ − αm", Source = "Ginsburg et al. 2019, algorithm 1",
            Use = "layers differ in the size of their gradients", StateBytes = 4, SquaresGradient = false, HasEpsilon = true, IsElementwise = false,
            Rounds = 1, Algorithm = rate => new NovoGradPaper(rate),
        },
        new("NovoGrad, decayed", rate => new NovoGrad(rate, directionDecay: 0.1))
        {
            StateBytes = 4, SquaresGradient = false, HasEpsilon = true, IsElementwise = false, Rounds = 1, Decays = true,
            Algorithm = rate => new NovoGradPaper(rate, weightDecay: 0.1),
        },
        new("StableAdamW", rate => new StableAdamW(rate, directionDecay: 0.1))
        {
            Code = "`StableAdamW`", Formula = "AdamW with α/max(1, RMS(g/√v̂)) for α", Source = "Wortsman et al. 2023, algorithm 2",
            Use = "the loss has spikes", StateBytes = 8, HasEpsilon = true, IsElementwise = false, Rounds = 1, Decays = true,
            Algorithm = rate => new StableAdamWPaper(rate, weightDecay: 0.1),
        },
        new("Lars", rate => new Lars(rate, trust: 0.1))
        {
            Code = "`Lars`", Formula = "r = η‖θ‖/(‖g‖ + λ‖θ‖), m ← μm + αr(g + λθ), θ ← θ − m", Source = "You, Gitman and Ginsburg 2017",
            Use = "batches are very large, and momentum is what you know", StateBytes = 4, SquaresGradient = false, IsElementwise = false,
            Rounds = 1, BowlRate = 0.5, Algorithm = rate => new LarsPaper(rate, trust: 0.1),
        },
        new("Lars, decayed", rate => new Lars(rate, directionDecay: 0.1, trust: 0.1))
        {
            StateBytes = 4, SquaresGradient = false, IsElementwise = false, Rounds = 1, Decays = true, BowlRate = 0.5,
            Algorithm = rate => new LarsPaper(rate, trust: 0.1, weightDecay: 0.1),
        },
        new("Fromage", rate => new Fromage(rate))
        {
            Code = "`Fromage`", Formula = "θ ← (θ − α(‖θ‖/‖g‖)g)/√(1 + α²)", Source = "Bernstein et al. 2020, algorithm 1",
            Use = "one α shall do for all layers", SquaresGradient = false, IsElementwise = false, Rounds = 1, Decays = true,
            Algorithm = rate => new FromagePaper(rate),
        },
        new("Sm3", rate => new Sm3(rate))
        {
            Code = "`Sm3`", Formula = "ν = min(row, column) + g², θ ← θ − αg/√ν; rows and columns keep the largest ν",
            Source = "Anil et al. 2019, SM3-II", Use = "features are sparse, and memory is short",
            AlsoKeeps = "a number a row and a column, in double", IsElementwise = false, Rounds = 1,
            BowlRate = 1, Algorithm = rate => new Sm3Paper(rate),
        },
        new("Sm3, momentum", rate => new Sm3(rate).Then(new Trace(0.9)))
        {
            StateBytes = 4, AlsoKeeps = "a number a row and a column, in double", IsElementwise = false, Rounds = 1, BowlRate = 0.1,
            Algorithm = rate => new Sm3Paper(10 * rate, momentum: 0.9),
        },
        new("AdamMini", rate => new AdamMini(rate))
        {
            Code = "`AdamMini`", Formula = "AdamW with one v a row of a matrix, one v a vector", Source = "Zhang et al. 2024, algorithm 1",
            Use = "Adam works, and half of its memory shall do", StateBytes = 4, AlsoKeeps = "a number a row, in double", SquaresGradient = false,
            HasEpsilon = true, IsElementwise = false, Rounds = 1, Algorithm = rate => new AdamMiniPaper(rate),
        },
        new("Came", rate => new Came(rate))
        {
            Code = "`Came`", Formula = "û as in Adafactor, m of û, θ ← θ − αm/√S, S of (û − m)² + ε₂ by rows and columns",
            Source = "Luo et al. 2023, algorithm 2", Use = "Adafactor's memory, and momentum", StateBytes = 4,
            AlsoKeeps = "two numbers a row and a column, in double", SquaresGradient = false, HasEpsilon = true, IsElementwise = false, Rounds = 3,
            BowlRate = 0.01, Algorithm = rate => new CamePaper(rate),
        },
        new("Shampoo", rate => new Shampoo(rate))
        {
            Code = "`Shampoo`", Formula = "L = εI + ΣGGᵀ, R = εI + ΣGᵀG, θ ← θ − αsL^(−1/4)GR^(−1/4), s by Adagrad's length",
            Source = "Gupta, Koren and Singer 2018, algorithm 1; Anil et al. 2020", Use = "steps are dear and matrices small", StateBytes = 4,
            AlsoKeeps = "two square matrices a side, in double", HasEpsilon = true, IsElementwise = false, Rounds = 2, BowlRate = 1,
            Allocates = "its eigen-decompositions make new matrices", Algorithm = rate => new GraftedPaper(new ShampooPaper(1), rate, adagrad: true),
        },
        new("Shampoo, not grafted", rate => new Shampoo(rate, ShampooGrafting.None))
        {
            StateBytes = 4, AlsoKeeps = "two square matrices a side, in double", HasEpsilon = true, IsElementwise = false, Rounds = 2, BowlRate = 1,
            Allocates = "its eigen-decompositions make new matrices", PaperTolerance = 1e-8, Algorithm = rate => new ShampooPaper(rate),
        },
        new("Shampoo, grafted on SGD", rate => new Shampoo(rate, ShampooGrafting.Sgd))
        {
            StateBytes = 4, AlsoKeeps = "two square matrices a side, in double", HasEpsilon = true, IsElementwise = false, Rounds = 2, BowlRate = 0.2,
            Allocates = "its eigen-decompositions make new matrices", Algorithm = rate => new GraftedPaper(new ShampooPaper(1), rate, adagrad: false),
        },
    ];
}
