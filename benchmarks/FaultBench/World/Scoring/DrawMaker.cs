using System.Diagnostics;
using Optimizers.Diagnostics;

namespace Optimizers.FaultBench.World;

/// <summary>Trains the draws of a kind and a seed, the healthy twin and the faulty ones, and asks the diagnosis.</summary>
/// <param name="tiers">With what it is asked; none: train only.</param>
/// <param name="known">Draws of another build, whose trainings are the same: which of them count, and what is right; null for none.</param>
internal sealed class DrawMaker(IReadOnlyList<Tier> tiers, DrawFile? known = null)
{
    // A run within these is fairly called healthy.
    private const double HealthyHarm = 0.35;
    private const double HealthyHoldoutHarm = 0.4;
    private const double HealthyGap = 0.35;
    private const double ImprovableHarm = 0.1;

    // A fault counts from here on.
    private const double HarmFactor = 1.5;
    private const double LeastHarm = 0.05;

    // A cure brings the run within a tenth of its twin, or this near to it.
    private const double CuredFactor = 1.1;
    private const double CuredMargin = 0.01;

    private static readonly double[] RatesBelow = [0.1, 0.01, 0.001];
    private static readonly double[] RatesAbove = [10, 100, 1000];

    /// <summary>The twin first.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="isWanted">Which faults are wanted; of null, the twin, too.</param>
    public IEnumerable<Draw> Make(Kind kind, int seed, Func<WorldFault?, bool> isWanted)
    {
        if (known?.FindAny(kind, seed) is { } draws)
        {
            foreach (var draw in draws.Where(draw => isWanted(draw.Fault)))
                yield return AskedAgain(draw);
            yield break;
        }

        var clock = Stopwatch.StartNew();
        var twin = Training.Run(kind.Make(seed));
        var healthy = new Draw { Kind = kind, Seed = seed, Fault = null, TrainingSeconds = clock.Elapsed.TotalSeconds };
        healthy.Harm = HarmOf(twin, Judge.Training);
        healthy.HoldoutHarm = HarmOf(twin, Judge.Holdout);
        var isHealthy = healthy.Harm <= HealthyHarm && healthy.HoldoutHarm <= HealthyHoldoutHarm
            && healthy.HoldoutHarm - healthy.Harm <= HealthyGap;
        if (isWanted(null))
        {
            healthy.Status = !isHealthy ? DrawStatus.TwinFails : IsImprovable(kind, seed, healthy.Harm) ? DrawStatus.Improvable : DrawStatus.Counts;
            Ask(healthy, twin);
            yield return healthy;
        }

        foreach (var fault in kind.Faults.Where(isWanted))
            yield return Faulty(kind, seed, fault, twin, isHealthy);
    }

    /// <summary>The training of a draw, for a closer look.</summary>
    public static Training Train(Kind kind, int seed, WorldFault? fault) => Training.Run(RecipeOf(kind, seed, fault));

    /// <summary>One draw in six tells the diagnosis what chance is, and what satisfies.</summary>
    public static bool TellsBounds(Kind kind, int seed, WorldFault? fault) => Stable.Seed($"{kind.Id} {fault?.Id} bounds", seed) % 6 == 0;

    /// <summary>The recipe of a draw, before its training.</summary>
    public static Recipe RecipeOf(Kind kind, int seed, WorldFault? fault)
    {
        var recipe = kind.Make(seed);
        fault?.Apply(recipe, new Random(Stable.Seed($"{kind.Id} {fault.Id}", seed)));
        return recipe;
    }

    private static double HarmOf(Training training, Judge judge)
    {
        var harm = judge switch
        {
            Judge.Training => training.Harm(training.Recipe.Train),
            Judge.AsRecorded => training.Harm(training.Recipe.Train, asRecorded: true),
            Judge.Holdout => training.Harm(training.Recipe.Holdout),
            _ => training.Harm(training.Recipe.Test ?? training.Recipe.Holdout),
        };
        return double.IsNaN(harm) ? double.PositiveInfinity : harm;
    }

    private static bool IsImprovable(Kind kind, int seed, double harm)
    {
        if (harm < ImprovableHarm)
            return false;
        foreach (var factor in (double[])[10, 0.1])
        {
            var recipe = kind.Make(seed);
            recipe.Rate *= factor;
            if (HarmOf(Training.Run(recipe), Judge.Training) < harm / 2)
                return true;
        }

        return false;
    }

    private Draw Faulty(Kind kind, int seed, WorldFault fault, Training twin, bool isHealthy)
    {
        var draw = new Draw { Kind = kind, Seed = seed, Fault = fault, Answers = fault.Answers };
        if (!isHealthy || !fault.Fits(kind.Make(seed)))
        {
            draw.Status = isHealthy ? DrawStatus.DoesNotFit : DrawStatus.TwinFails;
            return draw;
        }

        var clock = Stopwatch.StartNew();
        var training = Train(kind, seed, fault);
        draw.TrainingSeconds = clock.Elapsed.TotalSeconds;
        draw.Harm = HarmOf(training, fault.Judge);
        draw.TwinHarm = Math.Max(0, HarmOf(twin, fault.Judge));
        if (!(draw.Harm >= HarmFactor * draw.TwinHarm && draw.Harm > LeastHarm))
        {
            draw.Status = DrawStatus.Harmless;
            return draw;
        }

        draw.Answers = [.. fault.Answers.Concat(CausesWhoseCureWorks(draw)).Distinct()];
        Ask(draw, training);
        return draw;
    }

    private static IEnumerable<string> CausesWhoseCureWorks(Draw draw)
    {
        var fault = draw.Fault!;
        if (fault.RateMayCure && RatesBelow.Any(factor => IsCuredBy(draw, recipe => recipe.Rate *= factor)))
            yield return "step-too-large";
        if (fault.RateMayCure && RatesAbove.Any(factor => IsCuredBy(draw, recipe => recipe.Rate *= factor)))
            yield return "step-too-small";
        if (fault.ClippingMayCure && IsCuredBy(draw, recipe => recipe.Optimizer.Clip = 1))
            yield return "exploding-gradient";
    }

    private static bool IsCuredBy(Draw draw, Action<Recipe> cure)
    {
        var recipe = RecipeOf(draw.Kind, draw.Seed, draw.Fault);
        cure(recipe);
        return HarmOf(Training.Run(recipe), draw.Fault!.Judge) <= Math.Max(CuredFactor * draw.TwinHarm, draw.TwinHarm + CuredMargin);
    }

    private Draw AskedAgain(Draw draw)
    {
        draw.Given.Clear();
        if (tiers.Any(draw.IsScored))
            Ask(draw, Train(draw.Kind, draw.Seed, draw.Fault));
        return draw;
    }

    private void Ask(Draw draw, Training training)
    {
        foreach (var tier in tiers.Where(draw.IsScored))
            draw.Given.Add(Ask(training, tier, TellsBounds(draw.Kind, draw.Seed, draw.Fault)));
    }

    /// <summary>What the diagnosis says of a training.</summary>
    public static Answer Ask(Training training, Tier tier, bool tellsBounds)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            var diagnosis = Diagnosis.Of(Cases.Of(training, tier, tellsBounds));
            return new Answer(
                tier,
                diagnosis.Verdict,
                [.. diagnosis.Findings.Select(finding => finding.Cause.Id)],
                diagnosis.Findings is [var first, ..] ? first.Confidence : 0,
                diagnosis.Findings is [] && diagnosis.Suspects is [var suspect, ..] ? suspect.Cause.Id : null,
                null,
                clock.Elapsed.TotalSeconds,
                [.. diagnosis.Suspects.Select(WeighedCause.Of)]);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A diagnosis must not throw: what it threw is counted and shown.
            return new Answer(tier, null, [], 0, null, $"{failure.GetType().Name}: {failure.Message}", clock.Elapsed.TotalSeconds, []);
        }
    }
}
