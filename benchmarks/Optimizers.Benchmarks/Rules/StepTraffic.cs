namespace Optimizers.Benchmarks.Rules;

/// <summary>
/// What a rule's step has to move through memory, and whether it passes over each element by itself: seen from outside, by experiments on a matrix of
/// 8 × 6 floats.
/// </summary>
/// <param name="IsElementwise">True if no element's step depends on another element.</param>
/// <param name="StateAccesses">How many times an element's numbers of state are read or written in a step.</param>
/// <param name="Inputs">How many arrays a step reads beside the gradient.</param>
internal sealed record StepTraffic(bool IsElementwise, double StateAccesses, double Inputs)
{
    // 60 steps: a multiple of every rhythm that a rule has.
    private const int Rows = 8, Columns = 6, Length = Rows * Columns, Before = 3, Watched = 60;
    private const float Growth = 1.05f;

    /// <summary>The bytes an element: θ read and written, g and further inputs read, and the state.</summary>
    /// <param name="elementSize">The bytes of a number of the parameter.</param>
    /// <param name="stateWidth">The bytes in which a number of the state is kept; null where that is as wide.</param>
    public double Bytes(int elementSize, double? stateWidth) => ((3 + Inputs) * elementSize) + (StateAccesses * (stateWidth ?? elementSize));

    /// <summary>
    /// Watches a rule. A value of the state is written in a step that leaves it otherwise than it was, and read where another value would have led
    /// to another step or another state.
    /// </summary>
    public static StepTraffic Of(MeasuredRule rule)
    {
        var random = new Random(1);
        var optimizer = rule.Make();
        // An ascent depends on the norm of the gradient, which is not taken again up there.
        var (theta, isElementwise, inputs) = (Drawn(random, 1), optimizer is not Sam, 0);
        int[] written = [], read = [];
        for (var step = 0; step < Before + Watched; step++)
        {
            // Ever larger, so that a maximum is written in every step; what is asked for is so large that no bound hides it.
            var (gradient, other) = (Drawn(random, MathF.Pow(Growth, step)), Drawn(random, 100));
            var workload = Workload(optimizer, theta, gradient, other);
            if (step < Before)
            {
                workload.Run();
                continue;
            }

            var asked = workload.Asks;
            inputs += (asked.HasFlag(StepInput.SecondGradient) ? 1 : 0) + (asked.HasFlag(StepInput.HessianDiagonal) ? 1 : 0);
            var (start, before) = (theta.ToArray(), Elements(optimizer.Snapshot()));
            var again = before.Select((_, index) => From(index)).ToList();
            var elsewhere = Array.ConvertAll(gradient, g => 1.7f * g);
            elsewhere[0] = gradient[0];
            // Two steps, since the second one looks at what the first has left behind.
            var (one, another) = (Take(optimizer.Snapshot(), start, gradient, other, 2), Take(optimizer.Snapshot(), start, elsewhere, other, 2));
            isElementwise &= one.Theta[0].Equals(another.Theta[0]) && one.Wholes.SequenceEqual(another.Wholes)
                && one.State.Zip(another.State).All(pair => pair.First[0].Equals(pair.Second[0]));
            workload.Run();
            var after = Elements(optimizer.Snapshot());
            if (step == Before)
                (written, read) = (new int[before.Count], new int[before.Count]);
            foreach (var (index, (changedTheta, changed, _)) in again.Index())
            {
                var isWritten = !after[index].AsSpan().SequenceEqual(before[index]);
                var isRead = !changedTheta.AsSpan().SequenceEqual(theta)
                    || changed.Where((state, i) => (i != index || isWritten) && !state.AsSpan().SequenceEqual(after[i])).Any();
                written[index] += isWritten ? 1 : 0;
                read[index] += isRead ? 1 : 0;
            }

            (float[] Theta, List<float[]> State, double[] Wholes) From(int index)
            {
                var state = optimizer.Snapshot();
                var numbers = Values(state).Where(IsOfElements).ElementAt(index).Singles;
                for (var i = 0; i < numbers.Length; i++)
                    numbers[i] = (1.25f * numbers[i]) + 1e-3f;
                return Take(state, start, gradient, other, 1);
            }
        }

        return new(isElementwise, written.Concat(read).Sum(OfSteps), (double)inputs / Watched);

        (float[] Theta, List<float[]> State, double[] Wholes) Take(OptimizerState state, float[] start, float[] gradient, float[] other, int steps)
        {
            var (fresh, moved) = (rule.Make(), start.ToArray());
            fresh.Restore(state);
            var workload = Workload(fresh, moved, gradient, other);
            for (var i = 0; i < steps; i++)
                workload.Run();
            var after = fresh.Snapshot();
            return (moved, Elements(after), Wholes(after));
        }
    }

    // What is seen in more than a quarter of the steps happens in all: a rhythm is rarer.
    private static double OfSteps(int count) => 4 * count > Watched ? 1 : (double)count / Watched;

    private static RuleStep Workload(IOptimizer optimizer, float[] theta, float[] gradient, float[] other) =>
        new(optimizer, theta, gradient, other, (Rows, Columns), isSteady: true);

    private static float[] Drawn(Random random, float scale) =>
        [.. Enumerable.Range(0, Length).Select(_ => scale * ((2 * random.NextSingle()) - 1))];

    private static List<float[]> Elements(OptimizerState state) =>
        [.. Values(state).Where(IsOfElements).Select(value => value.Singles.ToArray())];

    // The numbers of rows, columns and the whole.
    private static double[] Wholes(OptimizerState state) => [.. Values(state).Where(value => !IsOfElements(value)).SelectMany(Numbers)];

    private static double[] Numbers(StateValue value) =>
        value.Kind == ElementKind.Double ? value.Doubles.ToArray() : Array.ConvertAll(value.Singles.ToArray(), x => (double)x);

    private static bool IsOfElements(StateValue value) => value.Form == StateForm.Element;

    private static IEnumerable<StateValue> Values(OptimizerState state) =>
    [
        .. state.Parameters.SelectMany(each => each.Values), .. state.Groups.SelectMany(each => each), .. state.Inner.Values.SelectMany(Values),
    ];
}
