namespace Optimizers.Files;

/// <summary>What an optimizer of ours is in torch.optim, in one iteration.</summary>
/// <param name="Class">The class there, of version 1.13.</param>
/// <param name="Settings">The fields of its groups, without rate and decay, which have a scale for each parameter.</param>
/// <param name="Values">The state values that both have, by the same names; a scalar of ours is a number without dimensions there.</param>
internal sealed record TorchRule(string Class, IReadOnlyList<TorchSetting> Settings, IReadOnlyList<string> Values)
{
    private const string Betas = "betas";

    /// <summary>The learning rate.</summary>
    public double LearningRate { get; private init; }

    /// <summary>What the class calls weight_decay; null of Rprop, which has none.</summary>
    public double? WeightDecay { get; private init; }

    /// <summary>What is set here that the class has not; null if there is nothing.</summary>
    public string? Excess { get; private init; }

    /// <summary>Numbers that the class remembers and ours makes anew in each step, by the rate of the parameter and its steps so far.</summary>
    public IReadOnlyList<(string Name, Func<double, long, double> At)> Remade { get; private init; } = [];

    /// <summary>Throws where a parameter's rate or scale of the decay makes another rule of it.</summary>
    private Action<double, double> Check { get; init; } = (_, _) => { };

    /// <summary>False of SGD, which does not count its steps.</summary>
    public bool CountsSteps => Class != "SGD";

    /// <summary>False of those that came without maximize in 1.13.</summary>
    private bool CanMaximize => Class is not ("NAdam" or "RAdam");

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
            Adadelta delta => new("Adadelta", [Number("rho", At(delta.Decay)), Number("eps", At(delta.Epsilon))], ["square_avg", "acc_delta"]),
            Adamax adam => new("Adamax", Moments(At(adam.Beta1), At(adam.Beta2), At(adam.Epsilon)), ["exp_avg", "exp_inf"]),
            NAdam { ScheduleDecay: < double.PositiveInfinity } adam => new(
                "NAdam",
                [.. Moments(At(adam.Beta1), At(adam.Beta2), At(adam.Epsilon)), Number("momentum_decay", adam.ScheduleDecay)],
                ["exp_avg", "exp_avg_sq", "mu_product"]),
            RAdam { Threshold: 5 } adam => new("RAdam", Moments(At(adam.Beta1), At(adam.Beta2), At(adam.Epsilon)), ["exp_avg", "exp_avg_sq"]),
            Rprop { Decrease: < 1 } rprop => new(
                "Rprop",
                [new("etas", new[] { rprop.Decrease, rprop.Increase }), new("step_sizes", new[] { rprop.Smallest, rprop.Largest })],
                ["prev", "step_size"])
            {
                Check = (rate, _) => CheckFirstSize(rprop, rate),
            },
            Asgd asgd => new(
                "ASGD",
                [Number("lambd", asgd.Lambda), Number("alpha", asgd.Power), Number("t0", asgd.Start)],
                ["ax"])
            {
                Remade = [("eta", asgd.EtaAt), ("mu", (_, steps) => asgd.ShareAt(steps))],
                Check = (_, scale) => CheckLambda(asgd, scale),
            },
            Momentum => throw None(rule, "its velocity holds the learning rate; take MomentumForm.Accumulated, to which CarryOver leads"),
            RmsProp or RmsPropWithMomentum or CenteredRmsProp => throw None(rule, "its mean starts from the first gradient; take RmsPropStart.Zero"),
            NAdam => throw None(rule, "a scheduleDecay of ∞ cannot be told there; 1e6 gives the same steps"),
            RAdam => throw None(rule, "the threshold is 5 there"),
            Rprop => throw None(rule, "with a decrease of 1 every gradient would be forgotten there; take one below"),
            _ => throw None(rule, "torch.optim has SGD, Adagrad, Adadelta, RMSprop, Rprop, Adam, AdamW, Adamax, NAdam, RAdam and ASGD"),
        };
        var (takesPenalty, takesDecay) = (torch.Class is not ("AdamW" or "Rprop"), torch.Class == "AdamW");
        string Excessive(string name, double value, string? other) => FormattableString.Invariant(
            $"a {name} of {value}, which {torch.Class} of torch.optim has not{(other is null ? "" : $"; its weight_decay is {other} here")}");
        return torch with
        {
            LearningRate = At(rule.LearningRate),
            WeightDecay = takesDecay ? decay : takesPenalty ? penalty : null,
            Excess = penalty != 0 && !takesPenalty ? Excessive(nameof(rule.L2Penalty), penalty, takesDecay ? nameof(rule.WeightDecay) : null)
                : decay != 0 && !takesDecay ? Excessive(nameof(rule.WeightDecay), decay, takesPenalty ? nameof(rule.L2Penalty) : null)
                : rule.Maximize && !torch.CanMaximize
                    ? $"{nameof(rule.Maximize)}, which {torch.Class} of PyTorch 1.13 has not; gradients of the other sign do the same"
                : null,
        };
    }

    /// <summary>The decays of a group by the name of the product that they make.</summary>
    public static double BetaOf(string product, IReadOnlyList<double> betas) => product == "beta1_product" ? betas[0] : betas[1];

    /// <summary>The fields of a group for parameters of these scales.</summary>
    /// <exception cref="ArgumentException">With them it has no counterpart; the message says why.</exception>
    public IEnumerable<TorchSetting> SettingsFor(double rateScale, double decayScale, bool maximize)
    {
        Check(LearningRate * rateScale, decayScale);
        return
        [
            Number("lr", LearningRate * rateScale),
            .. WeightDecay is { } decay ? (TorchSetting[])[Number("weight_decay", decay * decayScale)] : [],
            .. Settings,
            .. CanMaximize ? (TorchSetting[])[Truth("maximize", maximize, isVariant: true)] : [],
        ];
    }

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
        [.. Moments(beta1, beta2, epsilon), Truth("amsgrad", amsGrad, isVariant: true)],
        ["exp_avg", "exp_avg_sq", .. amsGrad ? (string[])["max_exp_avg_sq"] : []]);

    private static TorchSetting[] Moments(double beta1, double beta2, double epsilon) =>
        [new(Betas, new[] { beta1, beta2 }), Number("eps", epsilon)];

    private static void CheckFirstSize(Rprop rprop, double rate)
    {
        if (!(rate > 0 && rate >= rprop.Smallest && rate <= rprop.Largest))
        {
            throw None(rprop, FormattableString.Invariant(
                $"by a rate of {rate} it steps otherwise there; take one above 0 and from {rprop.Smallest} to {rprop.Largest}, its sizes"));
        }
    }

    private static void CheckLambda(Asgd asgd, double scale)
    {
        if (scale != 1 && asgd.Lambda != 0)
        {
            throw None(asgd, FormattableString.Invariant(
                $"a WeightDecayScale of {scale} changes its decay and not its rate, which go together there; take 1, or several rules in groups"));
        }
    }

    private static TorchSetting Number(string name, double value, bool isVariant = false) => new(name, value, isVariant);

    private static TorchSetting Truth(string name, bool value, bool isVariant = false) => new(name, value, isVariant);

    private static ArgumentException None(Optimizer rule, string reason) =>
        Misfit.Of("optimizer", $"{rule} has no counterpart in torch.optim: {reason}.");
}
