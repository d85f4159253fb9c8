using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Statistics;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

// Results from short trainings, and the trials of a remedy before it is proposed.
public sealed partial class Examination
{
    /// <summary>
    /// Short trainings from the start at other rates and at the loop's own. They need the start and <see cref="TrainingCase.NewOptimizer"/>.
    /// </summary>
    public TrialReport? Trials => Train(
        nameof(Trials),
        AtStart,
        objective => RateTrials.Price(objective, Case.Batches, Dimension),
        train => RateTrials.Run(schedule => train(NewOptimizer(schedule)), MiddleRate,
            Monitor.History, Monitor.FirstNonFinite, Options.CancellationToken));

    /// <summary>
    /// The training continued from θ, with its weight decay and without it; null without decay. It needs <see cref="TrainingCase.NewOptimizer"/>.
    /// </summary>
    public DecayTrial? DecayTrial => Train(
        nameof(DecayTrial),
        HasDecay ? Here : null,
        objective => ProbePrice.Losses(objective, 2) + TrialTraining.Gradients(objective, Case.Batches, Dimension, 2 * RateTrials.Steps),
        train => new DecayTrial(RateTrials.Steps, LossAfter(train, hasDecay: true), LossAfter(train, hasDecay: false)));

    /// <summary>
    /// The training from the start with a momentum of 0.9, and with its own. The trials of cures need the start and
    /// <see cref="TrainingCase.NewOptimizer"/>.
    /// </summary>
    public CureTrial? MomentumTrial => CureFromStart(
        nameof(MomentumTrial), Setup is { Momentum: > 0 } ? () => Remedies.SetMomentum(0.9) : null);

    /// <summary>The training from the start without clipping, and with it.</summary>
    public CureTrial? ClippingTrial => CureFromStart(
        nameof(ClippingTrial), Setup is { ClipNorm: < double.PositiveInfinity } ? () => Remedies.Clip(null) : null);

    /// <summary>The training from a sound start (<see cref="Remedies.ReinitializeLayers"/>, else a new one of the caller's), and from its
    /// own.</summary>
    public CureTrial? StartTrial => CureFromStart(nameof(StartTrial), SoundStart);

    /// <summary>The training continued from θ at the largest rate of the run, and at the last one.</summary>
    public CureTrial? HoldTrial => Train(
        nameof(HoldTrial),
        Here,
        objective => ProbePrice.Losses(objective, 2) + TrialTraining.Gradients(objective, Case.Batches, Dimension, 2 * RateTrials.Steps),
        train => new CureTrial(RateTrials.Steps,
            train(NewOptimizer(LearningRate)).LossAfter(RateTrials.Steps, Options.CancellationToken),
            train(NewOptimizer(MiddleRate)).LossAfter(RateTrials.Steps, Options.CancellationToken),
            double.NaN));

    /// <summary>
    /// The training from the start as it would go on standardized inputs, at the best of a few rates, and as it is. It needs data, loss and model
    /// with gradients; else <see cref="TrainingCase.Inputs"/> and a first layer with a bias among the parameters of a step.
    /// </summary>
    public CureTrial? InputsTrial => Changed(nameof(InputsTrial), CureByChange.StandardizedInputs);

    /// <summary>The training from the start as it would go on standardized targets of a loss of errors, likewise; without a model of a squared
    /// error.</summary>
    public CureTrial? TargetsTrial => Changed(nameof(TargetsTrial), CureByChange.StandardizedTargets);

    /// <summary>
    /// The same on standardized inputs and targets: where each alone does not learn, and the inputs are far from unit scale too. Null else.
    /// </summary>
    public CureTrial? InputsAndTargetsTrial =>
        Inputs is { AreCodes: false } inputs && Math.Max(inputs.RootMeanSquare, inputs.LargestDeviation) > FarScale
            && TargetsTrial is { Learns: false } && InputsTrial is { Learns: false }
        ? Changed(nameof(InputsAndTargetsTrial), CureByChange.StandardizedBoth) : null;

    private const double FarScale = 5;

    /// <summary>
    /// The training from the start with the two answers exchanged, and as it is, each at the best of a few rates. A network that ends in a linear
    /// layer learns both alike; one that ends in a distance does not. It needs data of two answers, loss and model with gradients.
    /// </summary>
    public CureTrial? AnswersTrial => Changed(nameof(AnswersTrial), CureByChange.ExchangedAnswers);

    /// <summary>The training continued from θ at its last rate for as many steps as it had (80 to 400), against where it is.</summary>
    public CureTrial? LongerTrial
    {
        get
        {
            var steps = (int)Math.Clamp(Monitor.StepCount, RateTrials.Steps, MostMoreSteps);
            return Train(
                nameof(LongerTrial),
                LearningRate > 0 ? Here : null,
                objective => ProbePrice.Losses(objective, 2) + TrialTraining.Gradients(objective, Case.Batches, Dimension, steps),
                train =>
                {
                    var longer = train(NewOptimizer(LearningRate));
                    return new CureTrial(steps, longer.Loss, longer.LossAfter(steps, Options.CancellationToken), double.NaN);
                });
        }
    }

    private const int MostMoreSteps = 400;

    /// <summary>
    /// The training from the start at the best smaller rate for as many steps as it had (240 to 400), against where it is; null where no smaller rate
    /// came in a short trial about as far as the run in all its steps, and farther than its own rate.
    /// </summary>
    public CureTrial? SlowerTrial
    {
        get
        {
            if (_results.TryGetValue(nameof(SlowerTrial), out var kept))
                return (CureTrial?)kept;
            if (Monitor.StepCount < AnyLonger * RateTrials.Steps || Trials is not { } rates || rates.BestOf(isLarger: false) is not { } best
                || !(best.Loss <= AboutAsFar * Now) || !(best.Loss <= 0.9 * rates.LossAtRate))
                return null;
            var steps = (int)Math.Min(Monitor.StepCount, MostMoreSteps);
            return Train(
                nameof(SlowerTrial),
                AtStart,
                objective => ProbePrice.Losses(objective, 1) + TrialTraining.Gradients(objective, Case.Batches, Dimension, steps),
                train => new CureTrial(
                    steps, Now, train(NewOptimizer(best.Factor * MiddleRate)).LossAfter(steps, Options.CancellationToken), double.NaN));
        }
    }

    private const int AnyLonger = 3;
    private const double AboutAsFar = 1.25;

    /// <summary>The training without a suspected fault of the data; null where the case does not allow it.</summary>
    internal ChangedTraining? Changed(CureByChange cure) => cure switch
    {
        CureByChange.StandardizedInputs => Standardized(
            Inputs is { AreCodes: true } ? null : DataStandardization.OfInputs,
            () => Case.Inputs is { } inputs && inputs.RowCount > 0
                ? InputStandardization.Of(Shapes, FeatureMoments.Of(
                    Array.FindAll(inputs.ToColumnArrays(), example => Array.TrueForAll(example, double.IsFinite)), inputs.RowCount)) : null),
        CureByChange.StandardizedTargets => Standardized(
            Case.Loss is ErrorLoss or OwnLoss { Meant: ErrorLoss } ? DataStandardization.OfTargets : null,
            () => Targets is { } targets ? TargetStandardization.Of(Shapes, targets) : null),
        CureByChange.StandardizedBoth => Standardized(Case.Loss is ErrorLoss ? DataStandardization.OfBoth : null, () => null),
        CureByChange.ExchangedAnswers => Case.BothSenses() is var (asGiven, turned)
            ? new(turned, null, [MiddleRate, .. StandardRates]) { Control = asGiven } : null,
        _ => null,
    };

    // The model itself on other data, where it can be had; else other variables in its first or last layer.
    private ChangedTraining? Standardized(Func<TrainingData, DataStandardization?>? ofData, Func<Standardization?> ofVariables) =>
        ofData is not null && Case.Data is { } given && ofData(given) is { } change && Case.Standardized(change) is { } data
            ? new(data, null, StandardRates)
        : ofVariables() is { } variables ? new(new(Whole!, Case.Batches), variables, StandardRates) : null;

    private CureTrial? Changed(string probe, CureByChange cure)
    {
        if (_results.TryGetValue(probe, out var kept))
            return (CureTrial?)kept;
        var rates = Trials; // A probe of its own, with its own receipt.
        if (rates is null || Whole is null || AtStart is not { } start || Changed(cure) is not { } changed)
            return null;
        var (count, (whole, batches)) = ((changed.Control is null ? 1 : 2) * changed.Rates.Length, changed.Objective);
        return Measure(
            probe,
            ProbePrice.Losses(whole, count) + TrialTraining.Gradients(whole, batches, Dimension, count * RateTrials.Steps),
            [whole, batches, changed.Control?.Whole, changed.Control?.Batches],
            () =>
            {
                var cured = changed.Rates.Min(rate => LossAt(rate, changed.Objective));
                var control = changed.Control is { } given ? changed.Rates.Min(rate => LossAt(rate, given)) : double.NaN;
                return new CureTrial(
                    RateTrials.Steps, double.MinNumber(rates.LossAtRate, control), cured,
                    double.MinNumber(control, double.MinNumber(rates.Best.Loss, Now)), ChangedTraining.Margin, IsLearned(cured));
            },
            ProbePrice.Share(batches));

        double LossAt(double rate, TrialObjective objective) =>
            new TrialTraining(NewOptimizer(rate), objective.Whole, objective.Batches, start, Shapes, changed.Variables)
                .LossAfter(RateTrials.Steps, Options.CancellationToken);
    }

    // The rates that are usual on standardized data.
    private static readonly double[] StandardRates = [1e-3, 1e-2, 1e-1];

    private CureTrial? CureFromStart(string probe, Func<RemedyAction?>? cure)
    {
        var rates = Trials; // A probe of its own, with its own receipt.
        return Train(
            probe,
            rates is null || cure is null ? null : AtStart,
            objective => ProbePrice.Losses(objective, 1) + TrialTraining.Gradients(objective, Case.Batches, Dimension, RateTrials.Steps),
            train => cure!() is not { } remedy ? null
                : train(NewOptimizer(MiddleRate)).With(remedy)?.LossAfter(RateTrials.Steps, Options.CancellationToken) is { } cured
                ? new CureTrial(
                    RateTrials.Steps, rates!.LossAtRate, cured, double.MinNumber(rates.Best.Loss, Now), Learns: IsLearned(cured, rates.LossAtRate))
                : null);
    }

    private bool IsLearned(double loss, double without = double.PositiveInfinity) =>
        !(loss >= LossUnlearned) && !(without - loss < Leftover * (LossUnlearned - Losses.Constant));

    /// <summary>The share of a loss of which nearly nothing is left: it may be halved by anything.</summary>
    internal const double Leftover = 0.02;

    /// <summary>
    /// The first suspects' cures in blocks of trainings, by the identifiers of the causes: a diagnosis runs them. Null where it has not, or the case
    /// does not allow it.
    /// </summary>
    public IReadOnlyDictionary<string, CureTrial>? Blocks => _results.GetValueOrDefault(nameof(Blocks)) as IReadOnlyDictionary<string, CureTrial>;

    /// <summary>Runs the blocks, if their price is within what is left of the budget.</summary>
    /// <param name="losses">The losses over the sample, at most.</param>
    /// <param name="steps">The steps, at most.</param>
    /// <param name="changed">What the arms step on that is not the case's own; null entries for what is.</param>
    /// <param name="run">Runs them.</param>
    internal IReadOnlyDictionary<string, CureTrial>? RunBlocks(
        int losses, int steps, IEnumerable<TrialObjective?> changed, Func<IReadOnlyDictionary<string, CureTrial>> run)
    {
        var price = ProbePrice.Losses(Whole, losses) + TrialTraining.Gradients(Whole, Case.Batches, Dimension, steps);
        var share = ProbePrice.Share(Case.Batches);
        if (share * InGradients(price) <= Left)
            Options.Progress?.Report(new(null, 0, Options.CauseCount) { Ahead = new(nameof(Blocks), price, default, 0) });
        return Measure(
            nameof(Blocks), price, [Whole, Case.Batches, .. changed.SelectMany(each => new Objective?[] { each?.Whole, each?.Batches })], run, share);
    }

    /// <summary>A training before its first step, of the loop's rule at a constant rate.</summary>
    /// <param name="rate">The rate.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="order">The source of chance for the order of the batches.</param>
    /// <param name="changed">What it steps on in the place of the case's own; null for that.</param>
    internal TrialTraining Training(double rate, double[] start, Random order, ChangedTraining? changed) => new(
        NewOptimizer(rate), changed?.Objective.Whole ?? Whole!, changed is null ? Case.Batches : changed.Objective.Batches, start, Shapes,
        changed?.Variables, order);

    /// <summary>A start beside another one: each parameter's entries are moved at random by a tenth of their standard deviation.</summary>
    internal double[] Shaken(double[] start, int seed)
    {
        var (shaken, random, from) = ((double[])[.. start], new Random(seed), 0);
        foreach (var length in Parts is [] ? [start.Length] : Parts.Select(part => part.Length))
        {
            var part = shaken.AsSpan(from, length);
            var deviation = length > 1 ? ArrayStatistics.PopulationStandardDeviation(part.ToArray()) : 0;
            foreach (ref var entry in part)
                entry += 0.1 * deviation * Normal.Sample(random, 0, 1);
            from += length;
        }

        return shaken;
    }

    /// <summary>
    /// The factor from the largest rate of the run to a better one: that of the best trial on one side of it. Null where there is none.
    /// </summary>
    /// <param name="isUpward">True to look for a larger rate, false for a smaller one.</param>
    internal double? BetterRate(bool isUpward) => Trials?.BestOf(isUpward)?.Factor;

    /// <summary>
    /// A sound start: the layers drawn by the rules of the field where they are known, else the caller's own draw. Null if there is neither.
    /// </summary>
    internal RemedyAction? SoundStart()
    {
        var layers = LayersAt(Here ?? AtStart);
        if (layers is { Count: > 0 } && layers.All(layer => layer.Incoming is not null))
            return Remedies.ReinitializeLayers(layers, unchecked(Options.Seed + 1000));
        return Case.NewStart is null ? null : Remedies.Restart(Undecided(Drawn(unchecked(Options.Seed + 1000))));
    }

    /// <summary>
    /// A start of the caller's, scaled down until the untrained model is no longer sure of anything: its loss is about that of chance.
    /// </summary>
    private Vector<double> Undecided(Vector<double> start)
    {
        const int most = 8;
        if (Whole is not { } objective || !(Losses.Chance > 0))
            return start;
        var found = Measure<double[]>("scale of a new start", ProbePrice.Losses(objective, most), [objective], () =>
        {
            var scale = 1.0;
            for (var k = 0; k < most && !(objective.LossOrNotFinite((scale * start).ToArray()) <= 2 * Losses.Chance); k++)
                scale /= Math.Sqrt(10);
            return [scale];
        }, ProbePrice.Share(objective));
        return found is [var factor] ? factor * start : start;
    }

    // This is read from the monitor itself, so that it leaves no receipt.
    private bool HasDecay => Monitor.Optimizer is { } optimizer
        && optimizer.Find<IHasWeightDecay>() is { } decayed && !Capability.HasNoDecay(decayed);

    private double LossAfter(Func<IOptimizer, TrialTraining> train, bool hasDecay)
    {
        var optimizer = NewOptimizer(MiddleRate);
        if (!hasDecay && optimizer.Find<IHasWeightDecay>() is { } decayed)
            (decayed.L2Penalty, decayed.WeightDecay) = (0, 0);
        return train(optimizer).LossAfter(RateTrials.Steps, Options.CancellationToken);
    }

    /// <summary>Trains by the loop's rule and through its batches, if the case has them.</summary>
    /// <param name="probe">Its name.</param>
    /// <param name="from">Where the trainings begin; null if it is not there.</param>
    /// <param name="price">The evaluations that it takes at most.</param>
    /// <param name="run">The probe, given what makes a training of an optimizer.</param>
    private T? Train<T>(string probe, double[]? from, Func<Objective, EvaluationCounts> price,
        Func<Func<IOptimizer, TrialTraining>, T?> run) where T : class
    {
        if (_results.TryGetValue(probe, out var kept))
            return (T?)kept;
        if (from is null || Case.NewOptimizer is null || !(MiddleRate > 0) || Whole is not { } objective)
            return null;
        var shapes = Shapes;
        return Measure(
            probe,
            price(objective),
            [objective, Case.Batches],
            () => run(optimizer => new(optimizer, objective, Case.Batches, from, shapes)),
            ProbePrice.Share(Case.Batches));
    }
}
