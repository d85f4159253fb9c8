using Optimizers.Tests.Papers;

namespace Optimizers.Tests.Rules;

/// <summary>
/// The one list of all optimizers: at their defaults, in their variants, in chains, groups and wrappers. Every property runs over it.
/// </summary>
internal static partial class OptimizerFacts
{
    private const string LectureNote = "the lecture note¹";

    /// <summary>The rows, in the order of the tables.</summary>
    public static IReadOnlyList<OptimizerFact> All { get; } = [.. Fundamental, .. Elementwise, .. Layerwise, .. RateFree, .. Wrapped];

    private static OptimizerFact[] Fundamental =>
    [
        new("Sgd", rate => new Sgd(rate))
        {
            Code = "`Sgd`", Formula = "θ ← θ − αg", Source = "Robbins and Monro 1951", Use = "you want the plainest step, or a base for chains",
            SquaresGradient = false, BowlRate = 0.2, Coordinate = Paper.Sgd, Algorithm = rate => new SgdPaper(rate),
        },
        new("Sgd, maximize, L2", rate => new Sgd(rate) { Maximize = true, L2Penalty = 0.1 })
        {
            SquaresGradient = false, Decays = true, BowlRate = 0.2, Coordinate = () => Paper.Prepared(Paper.Sgd(), weightDecay: 0.1, sign: -1),
        },
        new("Sgd, clipped by norm", rate => new Sgd(rate) { Clipping = GradientClipping.ByGlobalNorm(0.5) })
        {
            SquaresGradient = false, IsElementwise = false, BowlRate = 0.2, Algorithm = rate => new ClippedPaper(new SgdPaper(rate), 0.5),
        },
        new("Momentum", rate => new Momentum(rate))
        {
            Code = "`Momentum`", Formula = "m ← λm − αg, θ ← θ + m", Source = LectureNote + ", 3.2.2; Polyak 1964",
            Use = "you can tune the learning rate, and want the flattest minimum",
            StateBytes = 4, SquaresGradient = false, Coordinate = () => Paper.Momentum(0.9),
        },
        new("Momentum, dampened", rate => new Momentum(rate, 0.8, dampening: 0.3))
        {
            StateBytes = 4, SquaresGradient = false, Coordinate = () => Paper.Momentum(0.8, 0.3),
        },
        new("Momentum, Nesterov", rate => new Momentum(rate, nesterov: true))
        {
            Code = "… `nesterov: true`", Formula = "m as above, θ ← θ + λm − αg", Source = "Sutskever et al. 2013, eq. 3, 4",
            Use = "the same: it swings less, and bears no larger α", StateBytes = 4, SquaresGradient = false, Coordinate = () => Paper.Nesterov(0.9),
        },
        new("Momentum, accumulated", rate => new Momentum(rate, form: MomentumForm.Accumulated))
        {
            Code = "… `form: MomentumForm.Accumulated`",
            Formula = "m ← λm + (1 − δ)g, θ ← θ − αm; with Nesterov θ ← θ − α(g + λm)", Source = "torch.optim.SGD",
            Use = "a new α shall act at once on all that has been accumulated",
            StateBytes = 4, SquaresGradient = false, Coordinate = () => Paper.TorchMomentum(0.9),
        },
        new("Momentum, accumulated, dampened", rate => new Momentum(rate, 0.9, MomentumForm.Accumulated, dampening: 0.5))
        {
            StateBytes = 4, SquaresGradient = false, Coordinate = () => Paper.TorchMomentum(0.9, 0.5),
        },
        new("Momentum, accumulated, Nesterov", rate => new Momentum(rate, form: MomentumForm.Accumulated, nesterov: true))
        {
            StateBytes = 4, SquaresGradient = false, Coordinate = () => Paper.TorchMomentum(0.9, nesterov: true),
        },
        new("Rms", rate => new Rms(rate))
        {
            Code = "`Rms`", Formula = "σ = root of the mean of all g² so far, θ ← θ − (α/σ)g", Source = LectureNote + ", 3.2.3",
            Use = "you follow the lecture note", StateBytes = 8, Coordinate = Paper.Rms,
        },
        new("Adagrad", rate => new Adagrad(rate))
        {
            Code = "`Adagrad`", Formula = "S ← S + g², θ ← θ − αg/(√S + ε)", Source = "Duchi, Hazan and Singer 2011",
            Use = "features are sparse or rare: a rare coordinate keeps a large step",
            StateBytes = 4, HasEpsilon = true, BowlRate = 1, Coordinate = () => Paper.Adagrad(0, 1e-10),
        },
        new("Adagrad, initial accumulator", rate => new Adagrad(rate, initialAccumulator: 0.5, epsilon: 1e-3))
        {
            StateBytes = 4, HasEpsilon = true, BowlRate = 1, Coordinate = () => Paper.Adagrad(0.5, 1e-3),
        },
        new("RmsProp", rate => new RmsProp(rate))
        {
            Code = "`RmsProp`", Formula = "v ← kv + (1 − k)g² from v⁰ = (g⁰)² on, θ ← θ − αg/√v", Source = LectureNote + ", 3.2.3",
            Use = "the objective drifts: it forgets old gradients; `Rms` and `Adagrad` never do",
            StateBytes = 4, Coordinate = () => Paper.RmsProp(0.9),
        },
        new("RmsProp, PyTorch", rate => new RmsProp(rate, 0.99, RmsPropStart.Zero, 1e-8))
        {
            Code = "… `start: RmsPropStart.Zero, epsilon: 1e-8`", Formula = "v from 0 on, θ ← θ − αg/(√v + ε)",
            Source = "Tieleman and Hinton 2012; torch.optim.RMSprop", Use = "you compare with PyTorch",
            StateBytes = 4, HasEpsilon = true, Coordinate = () => Paper.TorchRmsProp(0.99, 1e-8),
        },
        new("RmsProp, PyTorch, momentum", rate => new RmsPropWithMomentum(rate, 0.7, 0.95, RmsPropStart.Zero, 1e-6))
        {
            Code = "`RmsPropWithMomentum`", Formula = "v as in `RmsProp`, b ← λb + g/(√v + ε), θ ← θ − αb", Source = "torch.optim.RMSprop",
            Use = "you compare with PyTorch", StateBytes = 8, HasEpsilon = true, Coordinate = () => Paper.TorchRmsProp(0.95, 1e-6, momentum: 0.7),
        },
        new("RmsProp, PyTorch, centered", rate => new CenteredRmsProp(rate, 0.9, RmsPropStart.Zero, 1e-8))
        {
            Code = "`CenteredRmsProp`", Formula = "a ← ka + (1 − k)g, √(v − a²) in the place of √v", Source = "Graves 2013; torch.optim.RMSprop",
            Use = "gradients lean to one side", StateBytes = 12, HasEpsilon = true,
            Coordinate = () => Paper.TorchRmsProp(0.9, 1e-8, centered: true),
        },
        new("RmsProp, PyTorch, centered, momentum", rate => new CenteredRmsProp(rate, 0.9, RmsPropStart.Zero, 1e-5, 0.5))
        {
            StateBytes = 12, HasEpsilon = true, Coordinate = () => Paper.TorchRmsProp(0.9, 1e-5, centered: true, momentum: 0.5),
        },
        new("Adam", rate => new Adam(rate))
        {
            Code = "`Adam`", Formula = "m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − α·m̂/(√v̂ + ε)",
            Source = "Kingma and Ba 2015, algorithm 1",
            Use = "you begin: α is about the length of each coordinate's step, whatever the gradient's size",
            StateBytes = 8, HasEpsilon = true, Coordinate = () => Paper.Adam(0.9, 0.999, 1e-8), Algorithm = rate => new AdamPaper(rate),
        },
        new("Adam, no epsilon", rate => new Adam(rate, epsilon: 0)) { StateBytes = 8, Coordinate = () => Paper.Adam(0.9, 0.999, 0) },
        new("Adam, L2, clipped by value", rate => new Adam(rate) { L2Penalty = 0.02, Clipping = GradientClipping.ByValue(0.7) })
        {
            StateBytes = 8, HasEpsilon = true, Decays = true,
            Coordinate = () => Paper.Prepared(Paper.Adam(0.9, 0.999, 1e-8), weightDecay: 0.02, clip: 0.7),
        },
        new("Adam, clipped by norm", rate => new Adam(rate) { Clipping = GradientClipping.ByGlobalNorm(0.5) })
        {
            StateBytes = 8, HasEpsilon = true, IsElementwise = false, Algorithm = rate => new ClippedPaper(new AdamPaper(rate), 0.5),
        },
        new("Adam, AMSGrad", rate => new AmsGrad(rate, beta2: 0.9))
        {
            Code = "`AmsGrad`", Formula = "the largest v so far in the place of v", Source = "Reddi, Kale and Kumar 2018",
            Use = "rare large gradients shall not be forgotten",
            StateBytes = 12, HasEpsilon = true, Coordinate = () => Paper.Adam(0.9, 0.9, 1e-8, amsGrad: true),
        },
        new("AdamW", rate => new AdamW(rate))
        {
            Code = "`AdamW`", Formula = "θ ← θ − αλθ, then Adam's step", Source = "Loshchilov and Hutter 2019, algorithm 2",
            Use = "you want weight decay: an L2 penalty inside Adam is divided by √v̂, so that large gradients are decayed less",
            StateBytes = 8, HasEpsilon = true, Decays = true, Coordinate = () => Paper.Adam(0.9, 0.999, 1e-8, decoupled: 0.01),
        },
        new("AdamW, AMSGrad", rate => new AmsGrad(rate) { WeightDecay = 0.1 })
        {
            StateBytes = 12, HasEpsilon = true, Decays = true, Coordinate = () => Paper.Adam(0.9, 0.999, 1e-8, amsGrad: true, decoupled: 0.1),
        },
        new("RmsMomentum", rate => new RmsMomentum(rate))
        {
            Code = "`RmsMomentum`", Formula = "m ← λm + g, v as in `RmsProp`, θ ← θ − (α/√v)m", Source = LectureNote + ", 3.2.3 (what it calls Adam)",
            Use = "you follow the lecture note", StateBytes = 8, BowlRate = 0.01, Coordinate = () => Paper.RmsMomentum(0.9, 0.9),
        },
        new("Lion", rate => new Lion(rate))
        {
            Code = "`Lion`", Formula = "c ← β₁m + (1 − β₁)g, θ ← θ − α·sign(c), m ← β₂m + (1 − β₂)g", Source = "Chen et al. 2023, algorithm 2",
            Use = "memory is short and batches are large; about a tenth of Adam's α",
            StateBytes = 4, SquaresGradient = false, IsSmooth = false, BowlRate = 0.01, Algorithm = rate => new LionPaper(rate),
        },
        new("Lion, decayed", rate => new Lion(rate) { WeightDecay = 0.1 })
        {
            StateBytes = 4, SquaresGradient = false, IsSmooth = false, Decays = true, BowlRate = 0.01,
            Algorithm = rate => new LionPaper(rate, weightDecay: 0.1),
        },
        new("Lamb", rate => new Lamb(rate))
        {
            Code = "`Lamb`", Formula = "r = m̂/(√v̂ + ε) + λθ, θ ← θ − α(‖θ‖/‖r‖)r", Source = "You et al. 2020, algorithm 2",
            Use = "batches are very large", StateBytes = 8, HasEpsilon = true, Decays = true, IsElementwise = false, Rounds = 1,
            Algorithm = rate => new LambPaper(rate, weightDecay: 0.01),
        },
        new("Lamb, no decay", rate => new Lamb(rate, directionDecay: 0))
        {
            StateBytes = 8, HasEpsilon = true, IsElementwise = false, Rounds = 1, Algorithm = rate => new LambPaper(rate),
        },
        new("Adafactor", rate => new Adafactor(rate))
        {
            Code = "`Adafactor`", Formula = "V = RCᵀ/ΣR of g² + ε₁, U = G/√V clipped, θ ← θ − α·max(ε₂, RMS(θ))·U",
            Source = "Shazeer and Stern 2018, algorithms 4 to 6", Use = "state shall take next to no memory",
            AlsoKeeps = "a number a row and a column, in double", SquaresGradient = false, HasEpsilon = true, IsElementwise = false, Rounds = 2,
            BowlRate = 0.1, Algorithm = rate => new AdafactorPaper(rate),
        },
        new("Adafactor, absolute", rate => new Adafactor(rate, scaleByParameter: false))
        {
            AlsoKeeps = "a number a row and a column, in double", SquaresGradient = false, HasEpsilon = true, IsElementwise = false, Rounds = 2,
            Algorithm = rate => new AdafactorPaper(rate, scaleByParameter: false),
        },
        new("Prodigy", rate => new Prodigy(rate, initialDistance: 1e-3))
        {
            Code = "`Prodigy`", Formula = "Adam whose rate is d, the largest Σ⟨g, θ₀ − θ⟩/‖s‖₁ so far", Source = "Mishchenko and Defazio 2024",
            Use = "no learning rate is known: α = 0.3, or 1", StateBytes = 16, HasEpsilon = true, IsElementwise = false, Rounds = 1, BowlRate = 1,
            Algorithm = rate => new ProdigyPaper(rate, initialDistance: 1e-3),
        },
        new("Muon", rate => new Muon(rate))
        {
            Code = "`Muon`", Formula = "m ← μm + (1 − μ)g, O ≈ UVᵀ of (1 − μ)g + μm, θ ← θ − αsO", Source = "Jordan et al. 2024",
            Use = "the parameters are matrices of hidden layers; the rest by another rule of a group",
            StateBytes = 4, SquaresGradient = false, IsSmooth = false, IsElementwise = false, Rounds = 1, NeedsMatrices = true,
            PaperShapes = [(4, 3), (3, 6), (5, 5)], Algorithm = rate => new MuonPaper(rate),
        },
        new("Muon, of Adam's size, decayed", rate => new Muon(rate, nesterov: false, scale: Optimizers.MuonScale.MatchAdam) { WeightDecay = 0.1 })
        {
            StateBytes = 4, SquaresGradient = false, IsSmooth = false, IsElementwise = false, Rounds = 1, NeedsMatrices = true, Decays = true,
            PaperShapes = [(4, 3), (3, 6), (5, 5)],
            Algorithm = rate => new MuonPaper(rate, nesterov: false, scale: Papers.MuonScale.Moonshot, weightDecay: 0.1),
        },
        new("Soap", rate => new Soap(rate, frequency: 3))
        {
            Code = "`Soap`", Formula = "Adam in the eigenbasis of averages of GGᵀ and GᵀG, rotated back",
            Source = "Vyas et al. 2024, algorithms 3 and 4",
            Use = "steps are dear and matrices small: the curvature of rows and columns is learned", StateBytes = 8,
            AlsoKeeps = "two square matrices a side, in double", HasEpsilon = true, IsElementwise = false, Rounds = 2,
            Allocates = "MathNet's products and factorizations make new matrices", PaperShapes = [(4, 4), (6, 6)], PaperTolerance = 1e-8,
            Algorithm = rate => new SoapPaper(rate, frequency: 3, sorted: false),
        },
        new("Mars", rate => new Mars(rate))
        {
            Code = "`Mars`", Formula = "c = g + γβ₁/(1 − β₁)·(g − g₋₁), at most of norm 1, then Adam's step on c",
            Source = "Yuan et al. 2024, algorithm 2",
            Use = "gradients are noisy", StateBytes = 12, HasEpsilon = true, IsElementwise = false, Rounds = 1,
            Algorithm = rate => new MarsAdamWPaper(rate),
        },
        new("Mars, decayed", rate => new Mars(rate) { WeightDecay = 0.1 })
        {
            StateBytes = 12, HasEpsilon = true, IsElementwise = false, Rounds = 1, Decays = true,
            Algorithm = rate => new MarsAdamWPaper(rate, weightDecay: 0.1),
        },
        new("ExactMars", rate => new Fed(new ExactMars(rate)))
        {
            Code = "`ExactMars`", Formula = "as `Mars`, with this batch's gradient at θ₋₁ in the place of g₋₁",
            Source = "Yuan et al. 2024, algorithm 2", Use = "gradients are noisy, and a second one a step is worth it",
            StateBytes = 12, HasEpsilon = true, IsElementwise = false, Rounds = 1,
            Algorithm = rate => new MarsAdamWPaper(rate, atPreviousPoint: g => [.. g.Select(each => Array.ConvertAll(each, Fed.Second))]),
        },
        new("PolyakSgd", rate => new Fed(new PolyakSgd(rate)))
        {
            Code = "`PolyakSgd`", Formula = "θ ← θ − min(α, (L − L*)/‖g‖²)·g", Source = "Polyak 1969; Loizou et al. 2021",
            Use = "the lowest loss is known: 0 where a model can fit everything", IsElementwise = false, Rounds = 1, BowlRate = 1,
            Algorithm = rate => new FedPaper(new MomoPaper(rate, beta: 0)),
        },
        new("Momo", rate => new Fed(new Momo(rate)))
        {
            Code = "`Momo`", Formula = "θ ← θ − min(α, (L̄ − L* − γ + ⟨m, θ⟩)₊/‖m‖²)·m", Source = "Schaipp et al. 2024, algorithm 1",
            Use = "a lower bound of the loss is known, and gradients are noisy", StateBytes = 4, IsElementwise = false, Rounds = 1, BowlRate = 0.3,
            Algorithm = rate => new FedPaper(new MomoPaper(rate)),
        },
        new("MomoAdam", rate => new Fed(new MomoAdam(rate)))
        {
            Code = "`MomoAdam`", Formula = "as `Momo`, with Adam's scaling", Source = "Schaipp et al. 2024, algorithm 2",
            Use = "the same, and coordinates differ in scale", StateBytes = 8, HasEpsilon = true, IsElementwise = false, Rounds = 1,
            Algorithm = rate => new FedPaper(new MomoAdamPaper(rate)),
        },
        new("Sophia", rate => new Fed(new Sophia(rate, gamma: 0.8)))
        {
            Code = "`Sophia`", Formula = "h an average of the Hessian's diagonal, θ ← θ − α·clip(m/max(γh, ε), 1)",
            Source = "Liu et al. 2023, algorithm 3", Use = "products with the Hessian are worth one in ten steps",
            StateBytes = 8, SquaresGradient = false, HasEpsilon = true, Algorithm = rate => new FedPaper(new SophiaPaper(rate, gamma: 0.8)),
        },
        new("AdaHessian", rate => new Fed(new AdaHessian(rate)))
        {
            Code = "`AdaHessian`", Formula = "Adam with the Hessian's diagonal in the place of g in v", Source = "Yao et al. 2021, algorithm 1",
            Use = "a product with the Hessian is worth it in every step", StateBytes = 8, SquaresGradient = false, HasEpsilon = true,
            Algorithm = rate => new FedPaper(new AdaHessianPaper(rate)),
        },
        new("Sgd, schedule-free", rate => new Sgd(rate).ScheduleFree())
        {
            Code = "`new Sgd(1).ScheduleFree()`", Formula = "z ← z − u, x ← (1 − c)x + cz, θ ← (1 − β)z + βx, of any rule's u",
            Source = "Defazio et al. 2024, algorithm 1", Use = "the number of steps is not known ahead",
            StateBytes = 12, SquaresGradient = false, BowlRate = 0.3, Algorithm = rate => new ScheduleFreeSgdPaper(rate),
        },
        new("AdamW, schedule-free", rate => new Adam(rate, beta1: 0) { WeightDecay = 0.1 }.ScheduleFree())
        {
            StateBytes = 20, HasEpsilon = true, Decays = true, Algorithm = rate => new ScheduleFreeAdamWPaper(rate, weightDecay: 0.1),
        },
        new("Adam, Lookahead", rate => new Lookahead(new Adam(rate), 3, 0.4))
        {
            Code = "`new Lookahead(new Adam())`", Formula = "after k steps of any optimizer φ ← φ + α(θ − φ), θ ← φ",
            Source = "Zhang et al. 2019, algorithm 1",
            Use = "an optimizer jumps about", StateBytes = 12, HasEpsilon = true,
            Algorithm = rate => new LookaheadPaper(new AdamPaper(rate), 3, 0.4),
        },
        new("Sgd, SAM", rate => new Sam(new Sgd(rate), 0.02))
        {
            Code = "`new Sam(new Sgd(0.1))`", Formula = "any optimizer's step from θ, by the gradient at θ + ρg/‖g‖",
            Source = "Foret et al. 2021, algorithm 1",
            Use = "a flat minimum is worth a second gradient a step", SquaresGradient = false, NeedsClosure = true, BowlRate = 0.2,
            Ascent = rate => new SamPaper(new SgdPaper(rate), 0.02),
        },
        new("Adam, cautious", rate => new Adam(rate).Then(new Cautious()))
        {
            Code = "`new Adam().Then(new Cautious())`", Formula = "coordinates whose step has not the gradient's sign stay, the others go further",
            Source = "Liang et al. 2024, algorithm 1", Use = "momentum overshoots", StateBytes = 8, HasEpsilon = true, IsSmooth = false,
            IsElementwise = false, Rounds = 1, Algorithm = rate => new CautiousPaper(new AdamPaper(rate)),
        },
        new("Momentum, trust ratio", rate => new Momentum(rate).Then(new TrustRatio()))
        {
            Code = "`new Momentum(0.01).Then(new TrustRatio())`", Formula = "u ← α(‖θ‖/‖u‖)u", Source = "You, Gitman and Ginsburg 2017",
            Use = "layers differ in scale", StateBytes = 4, IsElementwise = false, Rounds = 1, BowlRate = 0.05,
            Algorithm = rate => new TrustRatioPaper(new CoordinatePaper(rate, () => Paper.Momentum(0.9)), rate),
        },
        new("Sgd, centralized", rate => new Sgd(rate).Before(new GradientCentralization()))
        {
            Code = "`new Sgd(0.1).Before(new GradientCentralization())`", Formula = "the mean of each row is taken from a matrix's gradient",
            Source = "Yong et al. 2020, eq. 1", Use = "weights into a unit shall keep their sum", AlsoKeeps = "a number a row, in double",
            SquaresGradient = false, IsElementwise = false, Rounds = 1, KeepsRowSums = true, BowlRate = 0.2,
            Algorithm = rate => new CentralizedPaper(new SgdPaper(rate)),
        },
        new("Sgd, trace", rate => new Sgd(rate).Then(new Trace(0.8)))
        {
            Code = "`new Sgd(0.01).Then(new Trace())`", Formula = "m ← λm + u, θ ← θ − m",
            Source = "Polyak 1964", Use = "any rule shall gather momentum",
            StateBytes = 4, SquaresGradient = false, Coordinate = () => Paper.Momentum(0.8),
        },
        new("Sgd, gradient noise", rate => new Sgd(rate).Before(new AnnealedNoise(1e-4, seed: 3)))
        {
            Code = "`new Sgd(0.1).Before(new AnnealedNoise())`", Formula = "g + σn, σ² = η/(1 + i)^γ", Source = "Neelakantan et al. 2015",
            Use = "a start is poor, and the network deep", SquaresGradient = false, IsNoisy = true, IsElementwise = false, BowlRate = 0.2,
            Algorithm = rate => new NoisyPaper(rate, (step, _) => Math.Sqrt(1e-4 / Math.Pow(1 + step, 0.55)) * rate, seed: 3),
        },
        new("Sgd, Langevin", rate => new Sgd(rate).Then(new LangevinNoise(1e-5, seed: 4)))
        {
            Code = "`new Sgd(1e-4).Then(new LangevinNoise())`", Formula = "θ ← θ − αg + √(2αT)·n", Source = "Welling and Teh 2011, eq. 4",
            Use = "you want samples of a posterior, not its peak", SquaresGradient = false, IsNoisy = true, IsElementwise = false, BowlRate = 0.2,
            Algorithm = rate => new NoisyPaper(rate, (_, alpha) => Math.Sqrt(2 * alpha * 1e-5), seed: 4),
        },
        new("Sgd, L1", rate => new Sgd(rate).WithL1(0.01))
        {
            Code = "`new Sgd(0.1).WithL1(0.01)`", Formula = "x = θ − u, θ ← sign(x)·max(|x| − αλ, 0)", Source = "Parikh and Boyd 2014, section 6.5.2",
            Use = "coordinates that are not needed shall become 0", SquaresGradient = false, Decays = true, BowlRate = 0.2, Ulps = 1000,
            Coordinate = () => Paper.Proximal(0.01),
        },
        new("Adam, in a box", rate => new Adam(rate).InBox(-2.6, 3))
        {
            Code = "`new Adam().InBox(-1, 1)`, `.NonNegative()`", Formula = "θ ← the nearest point of the box to θ − u",
            Source = "Bertsekas 1976", Use = "parameters have bounds", StateBytes = 8, HasEpsilon = true,
            Coordinate = () => Paper.Boxed(Paper.Adam(0.9, 0.999, 1e-8), -2.6, 3),
        },
        new("Adam, behind a trace", rate => new Adam(rate).Before(new Trace(0.5)))
        {
            StateBytes = 12, HasEpsilon = true, Coordinate = () => Paper.Traced(Paper.Adam(0.9, 0.999, 1e-8), 0.5),
        },
        new("Matrices by Muon, the rest by AdamW", rate => new GroupedOptimizer((p => p.IsMatrix, new Muon(rate)), (p => true, new AdamW(rate))))
        {
            Code = "`new GroupedOptimizer((p => p.IsMatrix, new Muon()), (p => true, new AdamW()))`",
            Formula = "each parameter by the first rule that it matches",
            Use = "parameters differ in kind", StateBytes = 4, SquaresGradient = false, IsSmooth = false, HasEpsilon = true, IsElementwise = false,
            Rounds = 1, Decays = true,
            Algorithm = rate => new GroupedPaper(new MuonPaper(rate), new CoordinatePaper(rate, () => Paper.Adam(0.9, 0.999, 1e-8, decoupled: 0.01))),
        },
        new("Matrices by Sgd, the rest by Momentum", rate => new GroupedOptimizer((p => p.IsMatrix, new Sgd(rate)), (p => true, new Momentum(rate))))
        {
            SquaresGradient = false, IsElementwise = false,
            Algorithm = rate => new GroupedPaper(new SgdPaper(rate), new CoordinatePaper(rate, () => Paper.Momentum(0.9))),
        },
    ];

    /// <summary>Each name, for a theory.</summary>
    public static TheoryData<string> Names { get; } = Of(_ => true);

    /// <summary>The record of a name.</summary>
    public static OptimizerFact Of(string name) => All.Single(fact => fact.Name == name);

    /// <summary>The names of the records that are so, for a theory.</summary>
    public static TheoryData<string> Of(Func<OptimizerFact, bool> isSo) => [.. All.Where(isSo).Select(fact => fact.Name)];
}
