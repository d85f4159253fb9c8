using MathNet.Numerics.LinearAlgebra;
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
        train => RateTrials.Run(schedule => train(Case.NewOptimizer!(schedule)), MiddleRate,
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
        return Case.NewStart is { } draw ? Remedies.Restart(Undecided(draw(unchecked(Options.Seed + 1000)))) : null;
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
        var optimizer = Case.NewOptimizer!(MiddleRate);
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
        Func<Func<IOptimizer, TrialTraining>, T> run) where T : class
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
