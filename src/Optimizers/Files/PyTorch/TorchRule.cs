namespace Optimizers.Files;

/// <summary>What an optimizer of ours is in torch.optim, in one iteration.</summary>
/// <param name="Class">The class there.</param>
/// <param name="Settings">The fields of its groups, without rate and decay, which have a scale for each parameter.</param>
/// <param name="Values">The state values that both have, by the same names.</param>
internal sealed record TorchRule(string Class, IReadOnlyList<TorchSetting> Settings, IReadOnlyList<string> Values)
{
    private const string Betas = "betas";

    /// <summary>The learning rate.</summary>
    public double LearningRate { get; private init; }

    /// <summary>What the class calls weight_decay.</summary>
    public double WeightDecay { get; private init; }

    /// <summary>False of SGD, which does not count its steps.</summary>
    public bool CountsSteps => Class != "SGD";

    /// <summary>Whether a file of a class of torch.optim can be read: Adam and AdamW remember the same.</summary>
    public bool Reads(string name) => name == Class || (name is "Adam" or "AdamW" && Class is "Adam" or "AdamW");

    /// <summary>The counterpart of a rule.</summary>
    /// <exception cref="ArgumentException">There is none; the message says why.</exception>
    public static TorchRule Of(Optimizer rule, long iteration)
    {
        double At(Schedule schedule) => schedule.At(iteration);
        var (penalty, decay) = (At(rule.L2Penalty), At(rule.WeightDecay));
        var torch = rule switch
        {
            Sgd => new TorchRule("SGD", [Number("momentum", 0, isVariant: true), Number("dampening", 0), Truth("nesterov", false)], []),
            Momentum { Form: MomentumForm.Accumulated } momentum => new(
                "SGD",
                [Number("momentum", At(momentum.MomentumDecay)), Number("dampening", momentum.Dampening), Truth("nesterov", momentum.Nesterov)],
                ["momentum_buffer"]),
            Adagrad adagrad => new(
                "Adagrad",
                [Number("lr_decay", 0), Number("initial_accumulator_value", adagrad.InitialAccumulator), Number("eps", At(adagrad.Epsilon))],
                ["sum"]),
            RmsProp { Start: RmsPropStart.Zero } rms => Rms(At(rms.SquareDecay), At(rms.Epsilon), 0, false),
            RmsPropWithMomentum { Start: RmsPropStart.Zero } rms => Rms(At(rms.SquareDecay), At(rms.Epsilon), At(rms.MomentumDecay), false),
            CenteredRmsProp { Start: RmsPropStart.Zero } rms => Rms(At(rms.SquareDecay), At(rms.Epsilon), At(rms.MomentumDecay), true),
            Adam adam => Adam(decay, At(adam.Beta1), At(adam.Beta2), At(adam.Epsilon), false),
            AdamW adam => Adam(decay, At(adam.Beta1), At(adam.Beta2), At(adam.Epsilon), false) with { Class = "AdamW" },
            AmsGrad adam => Adam(decay, At(adam.Beta1), At(adam.Beta2), At(adam.Epsilon), true),
            Momentum => throw None(rule, "its velocity holds the learning rate; take MomentumForm.Accumulated, to which CarryOver leads"),
            RmsProp or RmsPropWithMomentum or CenteredRmsProp => throw None(rule, "its mean starts from the first gradient; take RmsPropStart.Zero"),
            _ => throw None(rule, "torch.optim has SGD, Adagrad, RMSprop, Adam and AdamW"),
        };
        return torch with { LearningRate = At(rule.LearningRate), WeightDecay = torch.Class == "AdamW" ? decay : penalty };
    }

    /// <summary>The decays of a group by the name of the product that they make.</summary>
    public static double BetaOf(string product, IReadOnlyList<double> betas) => product == "beta1_product" ? betas[0] : betas[1];

    /// <summary>The fields of a group for parameters of these scales.</summary>
    public IEnumerable<TorchSetting> SettingsFor(double rateScale, double decayScale, bool maximize) =>
    [
        Number("lr", LearningRate * rateScale),
        Number("weight_decay", WeightDecay * decayScale),
        .. Settings,
        Truth("maximize", maximize, isVariant: true),
    ];

    /// <summary>β₁ and β₂; none of a rule without them.</summary>
    public IReadOnlyList<double> Decays => Settings.FirstOrDefault(each => each.Name == Betas)?.Value as double[] ?? [];

    private static TorchRule Rms(double alpha, double epsilon, double momentum, bool centered) => new(
        "RMSprop",
        [Number("alpha", alpha), Number("eps", epsilon), Number("momentum", momentum), Truth("centered", centered, isVariant: true)],
        [
            "square_avg",
            .. centered ? (string[])["grad_avg"] : [],
            .. momentum > 0 ? (string[])["momentum_buffer"] : [],
        ]);

    private static TorchRule Adam(double decay, double beta1, double beta2, double epsilon, bool amsGrad) => new(
        decay == 0 ? "Adam" : "AdamW",
        [new(Betas, new[] { beta1, beta2 }), Number("eps", epsilon), Truth("amsgrad", amsGrad, isVariant: true)],
        ["exp_avg", "exp_avg_sq", .. amsGrad ? (string[])["max_exp_avg_sq"] : []]);

    private static TorchSetting Number(string name, double value, bool isVariant = false) => new(name, value, isVariant);

    private static TorchSetting Truth(string name, bool value, bool isVariant = false) => new(name, value, isVariant);

    private static ArgumentException None(Optimizer rule, string reason) =>
        Misfit.Of("optimizer", $"{rule} has no counterpart in torch.optim: {reason}.");
}
