using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>
/// Tries the cures of the first suspects in randomized blocks, beside the loop as it is and the loop at another rate. A block is a start and an order
/// of the batches, the same for all arms. Two short blocks choose each arm's rate and the two best cures; four longer ones, of other starts and
/// orders, judge them by Dunnett's test of the logarithms of the losses.
/// </summary>
/// <remarks>
/// A cure is shown where the loss gets 1.5 times lower than the loop's and lower than at any other rate, both beyond chance, and lower than the run
/// came in all its steps: nearly everything makes the first steps of a sound training better. A quarter and a half of the steps must say the same, no
/// other cure may repair far more, and the signs of its cause must be gone from the training that has it. It is cleared where it surely gains next to
/// nothing. Nothing is said where the loop itself gets far lower than the run did: it was not the loop that failed.
/// </remarks>
internal sealed class CureExperiment
{
    private const int MostCures = 5;
    private const int Finalists = 2;
    private const int ShortBlocks = 2;
    private const int Blocks = 4;
    private const int Steps = 300;
    private const int LeastSteps = 40;

    /// <summary>The evaluations of a long training: at a quarter, at a half, and three at the end.</summary>
    private static readonly double[] Evaluated = [0.25, 0.5, 0.9, 0.95, 1];

    // A gain that another start would hardly make, and one that is not worth a cure.
    private static readonly double Notable = Math.Log(CureTrial.Notable);
    private static readonly double Negligible = Math.Log(1.25);

    // What changed data must gain over the other rates.
    private static readonly double OverOtherRates = -Math.Log(ChangedTraining.Margin);

    // What diverges may end anywhere.
    private const double MostShare = 10;

    private const double NotAsRecorded = 2;

    private const int Loop = 0;
    private const int OtherRates = 1;

    private readonly Examination _examination;
    private readonly double[] _from;
    private readonly bool _isFromStart;
    private readonly CureArm[] _arms;
    private readonly int _steps;
    private readonly double _floor;
    private readonly double _scale;
    private bool _drawsStarts;

    private CureExperiment(Examination examination, double[] from, CureArm[] arms, double scale)
    {
        (_examination, _from, _arms, _scale) = (examination, from, arms, scale);
        _floor = examination.Losses.Constant;
        _isFromStart = ReferenceEquals(from, examination.AtStart);
        _steps = (int)Math.Min(Steps, examination.Monitor.StepCount);
        _drawsStarts = _isFromStart && examination.Case.NewStart is not null;
    }

    /// <summary>Runs the experiment once.</summary>
    /// <param name="examination">The case with its probes.</param>
    /// <param name="suspects">The causes with their cures, the likeliest first.</param>
    /// <returns>What the trials say, by the identifiers of the causes. Null where the case does not allow trials, where no suspect has a cure that
    /// can be tried, or where the price is above what is left of the budget.</returns>
    public static IReadOnlyDictionary<string, CureTrial>? Run(Examination examination, IEnumerable<(Cause Cause, Remedy Remedy)> suspects)
    {
        if (examination.Blocks is { } kept)
            return kept;
        if (examination.Case.NewOptimizer is null || !(examination.MiddleRate > 0) || !(examination.LossUnlearned > examination.Losses.Constant)
            || examination.Monitor.StepCount < LeastSteps || examination.Discrepancy > NotAsRecorded)
            return null;
        var tried = suspects.Select(each => (each.Cause, each.Remedy, Place: PlaceOf(each.Remedy)))
            .Where(each => each.Place != TrialPlace.Nowhere).ToList();
        if (tried is not [var first, ..] || (first.Place == TrialPlace.Start ? examination.AtStart : examination.Here) is not { } from)
            return null;
        var rate = first.Place == TrialPlace.Start ? examination.MiddleRate : examination.LearningRate;
        if (!(rate > 0))
            return null;
        var best = first.Place == TrialPlace.Start ? examination.Trials?.Best.Factor ?? 1 : 1;
        var arms = new List<CureArm>
        {
            new([rate], []),
            new([.. new[] { 0.1, 1.0 / 3, 3, 10, best }.Where(factor => factor != 1).Distinct().Select(factor => factor * rate)], []),
        };
        // Several causes may have the same cure, as a sound start.
        foreach (var cure in tried.Where(each => each.Place == first.Place)
            .GroupBy(each => each.Remedy.Action?.Description ?? each.Remedy.Change.ToString()).Take(MostCures))
        {
            Cause[] causes = [.. cure.Select(each => each.Cause)];
            var remedy = cure.First().Remedy;
            if (remedy.Action is { } action)
                arms.Add(new(action.IsOfTheRate ? [rate] : [rate / 3, rate, 3 * rate], causes, action));
            else if (examination.Changed(remedy.Change) is { } changed)
                arms.Add(new(changed.Rates, causes, Changed: changed));
        }

        if (arms.Count == 2)
            return null;
        var experiment = new CureExperiment(examination, from, [.. arms], examination.LossUnlearned - examination.Losses.Constant);
        return examination.RunBlocks(experiment.LossCount, experiment.StepCount, [.. arms.Select(arm => arm.Changed?.Objective)], experiment.Run);
    }

    /// <summary>The losses over the sample that it takes at most.</summary>
    private int LossCount => (ShortBlocks * (_arms.Sum(arm => arm.Rates.Length) + 2)) + (Blocks * Evaluated.Length * LongArms);

    /// <summary>The steps that it takes at most.</summary>
    private int StepCount => (ShortBlocks * (_steps / 4) * (_arms.Sum(arm => arm.Rates.Length) + 2)) + (Blocks * _steps * LongArms);

    private int LongArms => 2 + Math.Min(Finalists, _arms.Length - 2);

    private static TrialPlace PlaceOf(Remedy remedy) =>
        remedy.Action?.TriedFrom ?? (remedy.Change == CureByChange.None ? TrialPlace.Nowhere : TrialPlace.Start);

    private Dictionary<string, CureTrial> Run()
    {
        var (rates, means) = Screen();
        int[] finalists = [.. Enumerable.Range(2, _arms.Length - 2).Where(k => !double.IsNaN(rates[k]))
            .OrderBy(k => means[k]).Take(Finalists)];
        int[] kept = [Loop, OtherRates, .. finalists];
        var (ends, starts, watches) = (new TrialTraining[kept.Length], new double[kept.Length][], new TrainingMonitor[kept.Length]);
        var responses = new double[Evaluated.Length - 2][][];
        for (var at = 0; at < responses.Length; at++)
            responses[at] = [.. kept.Select(_ => new double[Blocks])];
        for (var k = 0; k < kept.Length; k++)
        {
            for (var block = 0; block < Blocks; block++)
            {
                var training = Begin(_arms[kept[k]], rates[kept[k]], block)!;
                if (block == 0)
                {
                    (ends[k], starts[k], watches[k]) = (training, training.Theta, new TrainingMonitor());
                    training.WatchBy(watches[k]);
                }

                var values = Train(training);
                for (var at = 0; at < responses.Length; at++)
                    responses[at][k][block] = values[at];
            }
        }

        var designs = Array.ConvertAll(responses, each => new BlockDesign(each));
        var end = designs[^1];
        // Where the loop itself gets far lower than the run did, it was not the loop that failed.
        if (end.Mean(Loop) < Response(_examination.Now) - Notable)
            return [];
        var trials = Enumerable.Range(2, kept.Length - 2).ToDictionary(k => k, k => Judge(designs, k, _arms[kept[k]]));
        // What did not come to the long blocks was not shown, whatever a single trial said.
        var results = Enumerable.Range(2, _arms.Length - 2).Except(finalists)
            .SelectMany(k => _arms[k].Causes.Select(cause => (Cause: cause, Arm: k)))
            .ToDictionary(
                each => each.Cause.Id,
                each => new CureTrial(_steps / 4, LossOf(means[Loop]), LossOf(means[each.Arm]), LossOf(means[OtherRates]))
                {
                    Blocks = ShortBlocks,
                });
        foreach (var (k, trial) in trials)
        {
            // Another rate makes up for much, so that whatever repairs more outdoes it.
            var isOutdone = trials.Keys.Any(other => end.Gain(other, over: k) >= Notable
                && (_arms[kept[k]].IsOfTheRate || (trials[other].Stands == true && end.GainsMore(other, k, compared: 1))));
            foreach (var cause in _arms[kept[k]].Causes)
            {
                results[cause.Id] = trial.Stands == true && (isOutdone || !SignsAreGone(cause, _arms[kept[k]], starts[k], ends[k], watches[k]))
                    ? trial with { Stands = null } : trial;
            }
        }

        return results;
    }

    // The best rate of each arm, and its mean response.
    private (double[] Rates, double[] Means) Screen()
    {
        var steps = _steps / 4;
        // Starts of the caller's that are much better than the run's own do not have its fault.
        if (_drawsStarts)
        {
            var drawn = Mean(Loop, _arms[Loop].Rates[0]);
            _drawsStarts = false;
            _drawsStarts = !(Mean(Loop, _arms[Loop].Rates[0]) - drawn > Notable);
        }

        var (rates, means) = (new double[_arms.Length], new double[_arms.Length]);
        for (var k = 0; k < _arms.Length; k++)
        {
            (rates[k], means[k]) = (double.NaN, double.PositiveInfinity);
            foreach (var rate in _arms[k].Rates)
            {
                if (Mean(k, rate) is var mean && mean < means[k])
                    (rates[k], means[k]) = (rate, mean);
            }
        }

        return (rates, means);

        double Mean(int arm, double rate)
        {
            var sum = 0.0;
            for (var block = Blocks; block < Blocks + ShortBlocks; block++)
            {
                if (Begin(_arms[arm], rate, block) is not { } training)
                    return double.NaN;
                sum += Response(training.LossAfter(steps, Cancellation));
            }

            return sum / ShortBlocks;
        }
    }

    private CureTrial Judge(BlockDesign[] designs, int k, CureArm arm)
    {
        var (end, cures) = (designs[^1], designs[^1].Arms - 2);
        var rival = arm.IsOfTheRate ? Loop : OtherRates;
        var isShown = end.Gain(k, Loop) >= Notable && end.Mean(k) < Response(_examination.Now) - Negligible && end.GainsMore(k, Loop, cures + 1)
            && (rival == Loop || end.GainsMore(k, rival, cures, arm.Changed is null ? 0 : OverOtherRates))
            && designs.All(design => design.Gain(k, Loop) > 0);
        var isCleared = arm.Action is not { ActsSlowly: true } && end.GainsLess(k, Loop, cures + 1, Negligible);
        return new(_steps, LossOf(end.Mean(Loop)), LossOf(end.Mean(k)), Math.Min(LossOf(end.Mean(OtherRates)), LossOf(end.Mean(Loop))))
        {
            Blocks = Blocks,
            Stands = isShown ? true : isCleared ? false : null,
        };
    }

    // A new start may train and still have its dead units: the cause itself is asked again, of the training that has its cure.
    private bool SignsAreGone(Cause cause, CureArm arm, double[] start, TrialTraining cured, TrainingMonitor seen)
    {
        if (arm.IsOfTheRate || arm.Action is null)
            return true;
        var again = cause.Assess(new Examination(
            _examination.Case with
            {
                Monitor = seen,
                Theta = Vector<double>.Build.DenseOfArray(cured.Theta),
                Start = Vector<double>.Build.DenseOfArray(start),
            },
            new ExaminationOptions { Seed = _examination.Options.Seed, Budget = 100, CancellationToken = Cancellation }));
        return cause.PriorLogOdds + again.Weight < 0;
    }

    private CancellationToken Cancellation => _examination.Options.CancellationToken;

    // Null where the cure does not apply.
    private TrialTraining? Begin(CureArm arm, double rate, int block)
    {
        var seed = unchecked(_examination.Options.Seed + (1000 * block));
        return _examination.Training(rate, StartOf(block, seed), new Random(seed), arm.Changed).With(arm.Action);
    }

    // The first block is the run's own start. The others are drawn as the caller draws, else the own one is shaken by a tenth of its spread.
    private double[] StartOf(int block, int seed)
    {
        if (!_isFromStart || block == 0)
            return _from;
        return _drawsStarts ? _examination.Drawn(seed).ToArray() : _examination.Shaken(_from, seed);
    }

    private double[] Train(TrialTraining training)
    {
        var (done, losses) = (0, new double[Evaluated.Length]);
        for (var k = 0; k < losses.Length; k++)
        {
            var until = (int)Math.Round(Evaluated[k] * _steps);
            losses[k] = training.LossAfter(until - done, Cancellation);
            done = until;
        }

        return [.. losses[..^3].Select(Response), Response(losses[^3..].Average())];
    }

    private double Response(double loss) => Math.Log(Math.Clamp((loss - _floor) / _scale, 0, MostShare) + Examination.Leftover);

    private double LossOf(double response) => _floor + (_scale * Math.Max(0, Math.Exp(response) - Examination.Leftover));
}
