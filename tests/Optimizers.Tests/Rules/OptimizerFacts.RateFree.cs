using Optimizers.Tests.Papers;

namespace Optimizers.Tests.Rules;

// The rules of the field that find their own rate.
internal static partial class OptimizerFacts
{
    private static OptimizerFact[] RateFree =>
    [
        new("DAdaptSgd", rate => new DAdaptSgd(rate, initialDistance: 1e-3))
        {
            Code = "`DAdaptSgd`", Formula = "s ← s + λg, λ = γd/‖g₀‖, d the largest 2Σλ⟨g, s₋₁⟩/‖s‖, θ ← μθ + (1 − μ)(θ₀ − s)",
            Source = "Defazio and Mishchenko 2023, algorithm 4", Use = "no learning rate is known, and SGD is right", StateBytes = 8,
            IsElementwise = false, Rounds = 1, BowlRate = 1, Algorithm = rate => new DAdaptSgdPaper(rate, initialDistance: 1e-3),
        },
        new("DAdaptAdam", rate => new DAdaptAdam(rate, initialDistance: 1e-3))
        {
            Code = "`DAdaptAdam`", Formula = "Adam whose rate is d, the largest r/((1 − √β₂)‖s‖₁) so far",
            Source = "Defazio and Mishchenko 2023, algorithm 5", Use = "you compare with it: `Prodigy` finds d faster", StateBytes = 12,
            HasEpsilon = true, IsElementwise = false, Rounds = 1, BowlRate = 1,
            Algorithm = rate => new DAdaptAdamPaper(rate, initialDistance: 1e-3),
        },
        new("DAdaptAdam, decayed", rate => new DAdaptAdam(rate, directionDecay: 0.1, initialDistance: 0.5))
        {
            StateBytes = 12, HasEpsilon = true, IsElementwise = false, Rounds = 1, Decays = true, BowlRate = 0.3,
            Algorithm = rate => new DAdaptAdamPaper(rate, initialDistance: 0.5, weightDecay: 0.1),
        },
        new("Dog", rate => new Dog(rate))
        {
            Code = "`Dog`", Formula = "θ ← θ − (r̄/√(G + ε))g, r̄ the largest ‖θ − θ₀‖, G = Σ‖g‖²", Source = "Ivgi, Hinder and Carmon 2023",
            Use = "no learning rate is known, and the start is a trained model", StateBytes = 4, SquaresGradient = false, HasEpsilon = true,
            IsElementwise = false, Rounds = 1, BowlRate = 1, Algorithm = rate => new DogPaper(rate),
        },
        new("LayerwiseDog", rate => new LayerwiseDog(rate, relativeStart: 1e-3))
        {
            Code = "`LayerwiseDog`", Formula = "the same for each parameter by itself", Source = "Ivgi, Hinder and Carmon 2023",
            Use = "the same, and layers differ", StateBytes = 4, SquaresGradient = false, HasEpsilon = true, IsElementwise = false, Rounds = 1,
            BowlRate = 1, Algorithm = rate => new DogPaper(rate, relativeStart: 1e-3, layerWise: true),
        },
        new("Dowg", rate => new Dowg(rate))
        {
            Code = "`Dowg`", Formula = "v ← v + r̄²‖g‖², θ ← θ − (r̄²/√v)g", Source = "Khaled, Mishchenko and Jin 2023, algorithm 1",
            Use = "no learning rate is known, and `Dog` is too slow", StateBytes = 4, SquaresGradient = false, IsElementwise = false, Rounds = 1,
            BowlRate = 1, Algorithm = rate => new DowgPaper(rate: rate),
        },
        new("Cocob", rate => new Cocob(rate))
        {
            Code = "`Cocob`", Formula = "θ ← θ₀ + S/(L·max(G + L, αL))·(L + R), a bet for each coordinate",
            Source = "Orabona and Tommasi 2017, algorithm 2", Use = "there shall be no rate at all", StateBytes = 20, HasEpsilon = true, BowlRate = 1,
            Ulps = 256, Algorithm = rate => new CocobPaper(rate: rate),
        },
        new("Sgd, Mechanic", rate => new Sgd(rate).Then(new Mechanic()))
        {
            Code = "`new Sgd(1).Then(new Mechanic())`", Formula = "θ = θ₀ + sΔ, Δ the sum of any rule's steps, s a sum of bets on ⟨Δ, g⟩",
            Source = "Cutkosky, Defazio and Mehta 2023", Use = "the rate's schedule is known, and its size is not", StateBytes = 8,
            IsElementwise = false, Rounds = 1, BowlRate = 1, Algorithm = rate => new MechanicPaper(new SgdPaper(rate)),
        },
        new("Adam, Mechanic", rate => new Adam(rate).Then(new Mechanic()))
        {
            StateBytes = 16, HasEpsilon = true, IsElementwise = false, Rounds = 1, BowlRate = 1,
            Algorithm = rate => new MechanicPaper(new AdamPaper(rate)),
        },
    ];
}
