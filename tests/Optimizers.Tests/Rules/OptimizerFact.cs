using Optimizers.Tests.Papers;

namespace Optimizers.Tests.Rules;

/// <summary>
/// What is known of one optimizer, or of one variant, as data: the property tests and the tables of the documents ask this record, never a name. What
/// can be seen from outside is held against the optimizer itself by <see cref="OptimizerFactTests"/>.
/// </summary>
/// <param name="Name">The name in tests.</param>
/// <param name="Make">Makes a new one with a learning rate.</param>
internal sealed record OptimizerFact(string Name, Func<Schedule, IOptimizer> Make)
{
    /// <summary>How a user writes it, for the tables; null of a variant that has no row there.</summary>
    public string? Code { get; init; }

    /// <summary>The step, as a formula.</summary>
    public string Formula { get; init; } = "";

    /// <summary>Whom the formula is from.</summary>
    public string Source { get; init; } = "";

    /// <summary>When to take it, as the rest of a sentence; for the table of docs/choosing.md.</summary>
    public string Use { get; init; } = "";

    /// <summary>How many bytes are remembered for each element of a parameter of floats.</summary>
    public int StateBytes { get; init; }

    /// <summary>What is remembered besides, that grows with the shape: in words.</summary>
    public string? AlsoKeeps { get; init; }

    /// <summary>True if a gradient whose square overflows is refused as if it were infinite.</summary>
    public bool SquaresGradient { get; init; } = true;

    /// <summary>False if the step jumps where a number passes zero: a sign, a mask, a singular value.</summary>
    public bool IsSmooth { get; init; } = true;

    /// <summary>True if a denominator has an ε above 0.</summary>
    public bool HasEpsilon { get; init; }

    /// <summary>True if parameters without a gradient shrink.</summary>
    public bool Decays { get; init; }

    /// <summary>True if each element's step is made of that element alone, whatever shape it is in.</summary>
    public bool IsElementwise { get; init; } = true;

    /// <summary>How many times the gradient is looked at as a whole before the step is written.</summary>
    public int Rounds { get; init; }

    /// <summary>True if it steps only matrices of at least two rows and columns.</summary>
    public bool NeedsMatrices { get; init; }

    /// <summary>True if the gradient is asked for again, at another point, before the step.</summary>
    public bool NeedsClosure { get; init; }

    /// <summary>True if a step has noise, so that a parameter moves where its gradient is 0.</summary>
    public bool IsNoisy { get; init; }

    /// <summary>How many units in the last place roundings may lead away in 1,000 steps. More where a constant is taken off in every step, so that they
    /// add up.</summary>
    public double Ulps { get; init; } = 32;

    /// <summary>True if the sum of each row of a matrix stays what it was.</summary>
    public bool KeepsRowSums { get; init; }

    /// <summary>Why a step allocates; null if no step after the first does.</summary>
    public string? Allocates { get; init; }

    /// <summary>The learning rate by which it gets to the bottom of a well-scaled bowl, under cosine decay.</summary>
    public double BowlRate { get; init; } = 0.03;

    /// <summary>The formula of one coordinate, transcribed.</summary>
    public Func<Paper.Step>? Coordinate { get; init; }

    /// <summary>The algorithm of all parameters, transcribed, under a constant learning rate.</summary>
    public Func<double, IPaper>? Algorithm { get; init; }

    /// <summary>The same of an algorithm that asks for the gradient itself.</summary>
    public Func<double, IAscentPaper>? Ascent { get; init; }

    /// <summary>The shapes on which <see cref="Algorithm"/> is run: those that it speaks of.</summary>
    public IReadOnlyList<(int Rows, int Columns)> PaperShapes { get; init; } = [(4, 3), (2, 7), (5, 1)];

    /// <summary>How far from <see cref="Algorithm"/> rounding may lead, relative to the larger of 1 and the number.</summary>
    public double PaperTolerance { get; init; } = 1e-10;

    /// <summary>A new optimizer.</summary>
    /// <param name="learningRate">α(i).</param>
    /// <param name="threads">How many threads it may use.</param>
    public IOptimizer Create(Schedule learningRate, int threads = 1)
    {
        var optimizer = Make(learningRate);
        optimizer.Find<Optimizer>()!.MaxThreads = threads;
        return optimizer;
    }

    /// <summary>The rules whose rates and decays count: those of a group, or else the outermost optimizer of the library.</summary>
    public static IReadOnlyList<Optimizer> RulesOf(IOptimizer optimizer) =>
        optimizer.Find<GroupedOptimizer>()?.Rules ?? [optimizer.Find<Optimizer>()!];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
