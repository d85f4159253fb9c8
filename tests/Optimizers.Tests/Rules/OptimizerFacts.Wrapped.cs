using Optimizers.Tests.Papers;

namespace Optimizers.Tests.Rules;

// What goes around another optimizer. An average moves nothing, a plateau nothing before it is told of one.
internal static partial class OptimizerFacts
{
    private static OptimizerFact[] Wrapped =>
    [
        new("Sgd, ASAM", rate => Sam.Adaptive(new Sgd(rate), 0.02))
        {
            Code = "`Sam.Adaptive(new Sgd(0.1))`", Formula = "the same at θ + ρT²g/‖Tg‖, T = |θ| + η", Source = "Kwon et al. 2021, algorithm 1",
            Use = "the same, and weights may be scaled", SquaresGradient = false, NeedsClosure = true, BowlRate = 0.2,
            Ascent = rate => new AsamPaper(new SgdPaper(rate), 0.02),
        },
        new("Adam, averaged", rate => AveragedOptimizer.Exponential(new Adam(rate)))
        {
            Code = "`AveragedOptimizer.Exponential(new Adam())`", Formula = "a ← a + c(θ − a) beside any optimizer; c = (1 − β)/(1 − βᵗ)",
            Source = "Polyak and Juditsky 1992; Kingma and Ba 2015", Use = "the last iterates are noisy", StateBytes = 16, HasEpsilon = true,
            Algorithm = rate => new AdamPaper(rate),
        },
        new("Sgd, SWA", rate => AveragedOptimizer.Equal(new Sgd(rate), start: 10, every: 5))
        {
            Code = "`AveragedOptimizer.Equal(new Sgd(0.1), start: 1000)`", Formula = "c = 1/t from a step on", Source = "Izmailov et al. 2018",
            Use = "a constant rate is kept to the end", StateBytes = 8, SquaresGradient = false, BowlRate = 0.2,
            Algorithm = rate => new SgdPaper(rate),
        },
        new("Sgd, polynomial-decay average", rate => AveragedOptimizer.PolynomialDecay(new Sgd(rate)))
        {
            StateBytes = 8, SquaresGradient = false, BowlRate = 0.2, Algorithm = rate => new SgdPaper(rate),
        },
        new("Sgd, accumulated", rate => new GradientAccumulation(new Sgd(rate), steps: 1))
        {
            Code = "`new GradientAccumulation(new Sgd(0.1), steps: 8)`", Formula = "a step by the mean of k gradients", Source = "optax.MultiSteps",
            Use = "a batch is larger than memory", SquaresGradient = false, BowlRate = 0.2, Algorithm = rate => new SgdPaper(rate),
        },
        new("Sgd, reduced on a plateau", rate => new ReduceOnPlateau(new Sgd(rate)))
        {
            Code = "`new ReduceOnPlateau(new Sgd(0.1))`", Formula = "α times 0.1 when a reported metric has been no better for long",
            Source = "torch.optim.lr_scheduler.ReduceLROnPlateau", Use = "nobody knows when the rate shall fall", SquaresGradient = false,
            BowlRate = 0.2, Algorithm = rate => new SgdPaper(rate),
        },
        new("Sgd, loss scaling", rate => new LossScaling(new Sgd(rate), initial: 1, growth: 1))
        {
            Code = "`new LossScaling(new AdamW())`", Formula = "g/S, where the loop takes the gradient of S times the loss",
            Source = "Micikevicius et al. 2018, section 3.2", Use = "gradients are in half precision", SquaresGradient = false,
            BowlRate = 0.2, Algorithm = rate => new SgdPaper(rate),
        },
        new("Sgd, master weights", rate => new MasterWeights(new Sgd(rate)))
        {
            Code = "`new MasterWeights(new AdamW())`", Formula = "a step on copies of θ in single precision, to which 16-bit θ are rounded",
            Source = "Micikevicius et al. 2018, section 3.1", SquaresGradient = false,
            Use = "parameters are in 16 bits, and updates small: 8 bytes an element more",
            BowlRate = 0.2, Algorithm = rate => new SgdPaper(rate),
        },
        new("Sgd, stopped early", rate => new EarlyStopping(new Sgd(rate)))
        {
            Code = "`new EarlyStopping(new Adam())`", Formula = "the parameters where a reported metric was best are kept",
            Source = "Prechelt 1998, section 2; keras.callbacks.EarlyStopping", Use = "a validation loss turns", SquaresGradient = false,
            BowlRate = 0.2, Algorithm = rate => new SgdPaper(rate),
        },
    ];
}
