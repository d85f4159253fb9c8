using Optimizers.Diagnostics;

namespace Optimizers.FaultBench.World;

/// <summary>What is said of a training, and of the same one after a change that leaves what is wrong with it.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Seed">The seed of the draw.</param>
/// <param name="Fault">The fault; null for a healthy run.</param>
/// <param name="Change">The change.</param>
/// <param name="Before">What was said before it; right.</param>
/// <param name="After">What is said after it.</param>
internal sealed record Changes(Kind Kind, int Seed, WorldFault? Fault, Change Change, Answer Before, Answer After)
{
    public bool IsSame => Before.Verdict == After.Verdict && Before.First == After.First;

    /// <summary>Another answer may be right as well, where more than one cure mends the run.</summary>
    public bool IsRight { get; private init; }

    /// <summary>
    /// Tries changes on a draw of which the full case is answered rightly. None where the draw does not count, or the answer is wrong.
    /// </summary>
    /// <param name="kind">The kind.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="isWanted">The faults that are wanted; of null, the healthy run.</param>
    /// <param name="changes">The changes.</param>
    public static IEnumerable<Changes> Of(Kind kind, int seed, Func<WorldFault?, bool> isWanted, IReadOnlyList<Change> changes)
    {
        foreach (var draw in new DrawMaker([]).Make(kind, seed, isWanted).Where(draw => draw.Counts))
        {
            var before = Ask(DrawMaker.Train(kind, seed, draw.Fault));
            if (!IsRightFor(draw, before))
                continue;
            foreach (var change in changes)
            {
                var recipe = DrawMaker.RecipeOf(kind, seed, draw.Fault);
                if (!change.Fits(recipe, draw.Fault))
                    continue;
                change.Apply(recipe, new Random(Stable.Seed($"{kind.Id} {draw.Fault?.Id} {change.Id}", seed)));
                var after = Ask(Training.Run(recipe));
                yield return new(kind, seed, draw.Fault, change, before, after) { IsRight = IsRightFor(draw, after) };
            }
        }
    }

    private static Answer Ask(Training training) => DrawMaker.Ask(training, Tier.Full, tellsBounds: false);

    private static bool IsRightFor(Draw draw, Answer answer) =>
        draw.Fault is null ? answer.Verdict is not (null or Verdict.Fault) : answer.IsRightFirst(draw);
}
