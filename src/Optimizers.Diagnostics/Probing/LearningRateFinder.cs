namespace Optimizers.Diagnostics;

/// <summary>
/// Finds a learning rate before a training: the range test of Smith (2017, "Cyclical learning rates for training neural networks", section 3.3), a
/// short training from a new start whose rate rises exponentially.
/// </summary>
/// <remarks>
/// It steps on a copy of θ by an optimizer of its own. The caller's parameters have the same bits afterwards, also where it was cancelled; the
/// caller's optimizer and monitor take no part.
/// </remarks>
public static class LearningRateFinder
{
    /// <summary>Runs the test.</summary>
    /// <param name="trainingCase">
    /// What is trained: <see cref="TrainingCase.NewOptimizer"/>; a start, <see cref="TrainingCase.NewStart"/>, else <see cref="TrainingCase.Start"/>,
    /// else θ now; and the loss, by <see cref="TrainingCase.Data"/>, <see cref="TrainingCase.Loss"/> and <see cref="TrainingCase.Model"/>, or by
    /// <see cref="TrainingCase.Objective"/> and <see cref="TrainingCase.Batches"/>. The steps go through the batches in turn, and without batches
    /// over all examples; the loss after each is that over all examples that are measured.
    /// </param>
    /// <param name="lowest">The rate of the first step; finite and above 0.</param>
    /// <param name="highest">The rate of the last step; finite and above the lowest.</param>
    /// <param name="steps">How many steps, at least 10; it ends before, where the loss has left the finite numbers.</param>
    /// <param name="seed">The seed of the new start.</param>
    /// <param name="progress">Takes the share of the steps that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Cancels between two steps.</param>
    /// <returns>The curve, the rate that it suggests, and why.</returns>
    /// <exception cref="ArgumentNullException">The case is null.</exception>
    /// <exception cref="ArgumentException">The case lacks an optimizer, a start or a loss.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rates or the steps are out of their ranges.</exception>
    /// <exception cref="InvalidOperationException">The loss of the start is not finite, or a step of the loop is running.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static RateRange Run(
        TrainingCase trainingCase,
        double lowest = 1e-7,
        double highest = 10,
        int steps = 100,
        int seed = 1,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trainingCase);
        if (!(lowest > 0 && double.IsFinite(lowest)))
            throw new ArgumentOutOfRangeException(nameof(lowest), lowest, $"{nameof(lowest)} must be finite and above 0.");
        if (!(highest > lowest && double.IsFinite(highest)))
            throw new ArgumentOutOfRangeException(nameof(highest), highest, $"{nameof(highest)} must be finite and above {nameof(lowest)}.");
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, FewestSteps);
        if (trainingCase.Monitor.IsStepping)
            throw new InvalidOperationException("A step is running: the model's parameters cannot be evaluated before it has ended.");
        var newOptimizer = trainingCase.NewOptimizer
            ?? throw Lacks(nameof(TrainingCase.NewOptimizer), "it makes the optimizer of a schedule: schedule => new Adam(schedule)");
        var objective = trainingCase.Objective ?? trainingCase.Batches
            ?? throw Lacks(nameof(TrainingCase.Objective), "the loss; or Data, Loss and Model that fit together");
        var start = (trainingCase.NewStart?.Invoke(seed) ?? trainingCase.Start ?? trainingCase.Theta)?.ToArray()
            ?? throw Lacks(nameof(TrainingCase.NewStart), "it draws the start by a seed; or Start or Theta");
        return RangeTest.Run(
            newOptimizer, objective, trainingCase.Batches, start, ShapesOf(trainingCase), lowest, highest, steps, progress, cancellationToken);
    }

    private const int FewestSteps = 10;

    // As the loop hands them over, else as the model has them: a rule may treat matrices in another way than vectors.
    private static (string Name, int Rows, int Columns)[] ShapesOf(TrainingCase trainingCase)
    {
        if (trainingCase.Monitor.Parameters is { Count: > 0 } parameters)
            return [.. parameters.Select(parameter => (parameter.Name, parameter.Rows, parameter.Columns))];
        var layout = trainingCase.Model?.Layout ?? trainingCase.Objective?.Options.Layout;
        return layout is null ? [] : [.. layout.Names.Select(name => (name, Shape: layout.ShapeOf(name)))
            .Select(each => (each.name, each.Shape.FirstOrDefault(1), each.Shape.Skip(1).Aggregate(1, (columns, extent) => columns * extent)))];
    }

#pragma warning disable CA2208 // The case is the argument of the caller.
    private static ArgumentException Lacks(string property, string what) =>
        new($"The case lacks {nameof(TrainingCase)}.{property}: {what}.", "trainingCase");
#pragma warning restore CA2208
}
