namespace Outside;

/// <summary>
/// Gradient descent with Anderson's acceleration (Walker and Ni 2011, eq. 2.2): the last k changes of θ and of the step lie in two rings, matrices of
/// k columns of which every step overwrites the oldest.
/// </summary>
internal sealed class OwnAnderson(Schedule learningRate, int changes = 5) : Optimizer<OwnAnderson.Formula>(learningRate)
{
    private const int Parameters = 0, Steps = 1, Last = 2; // The matrices.
    private const int Gradient = 0, Value = 1; // The pending values; the first becomes the step.

    protected override IEnumerable<Hyperparameter> RuleHyperparameters => [new("changes", changes)];

    protected override IReadOnlyList<StateDescriptor> State =>
    [
        StateDescriptor.Matrix("parameters", (rows, columns) => (rows * columns, changes)),
        StateDescriptor.Matrix("steps", (rows, columns) => (rows * columns, changes)),
        StateDescriptor.Matrix("last", (rows, columns) => (rows * columns, 2)),
    ];

    protected override Formula At(in StepInfo step) => default;

    protected override void Conclude(int round, in StepInfo step)
    {
        var n = step.Parameter.Length;
        var theta = Vector<double>.Build.Dense(step.Pending(Value).ToArray());
        var f = -step.LearningRate * Vector<double>.Build.Dense(step.Pending(Gradient).ToArray());
        var known = (int)Math.Min(step.StepNumber - 1, changes);
        if (known > 0)
        {
            var oldest = (int)((step.StepNumber - 2) % changes); // From the second step on there is a change.
            var last = Ring(step.Matrix(Last), n);
            (theta - last.Column(0)).AsArray().CopyTo(step.NextMatrix(Parameters).Slice(oldest * n, n));
            (f - last.Column(1)).AsArray().CopyTo(step.NextMatrix(Steps).Slice(oldest * n, n));
            var (changesOfTheta, changesOfF) = (Ring(step.NextMatrix(Parameters), n), Ring(step.NextMatrix(Steps), n));
            var gram = changesOfF.TransposeThisAndMultiply(changesOfF);
            for (var i = 0; i < changes; i++)
                gram[i, i] += (1e-14 * gram.Trace()) + (i < known ? 0 : 1); // Columns that are not filled yet have no part.
            var weights = gram.Cholesky().Solve(changesOfF.TransposeThisAndMultiply(f));
            (((changesOfTheta + changesOfF) * weights) - f).AsArray().CopyTo(step.Pending(Gradient));
        }
        else
        {
            (-f).AsArray().CopyTo(step.Pending(Gradient));
        }

        theta.AsArray().CopyTo(step.NextMatrix(Last)[..n]);
        f.AsArray().CopyTo(step.NextMatrix(Last)[n..]);
    }

    private static Matrix<double> Ring(ReadOnlySpan<double> numbers, int rows) =>
        Matrix<double>.Build.Dense(rows, numbers.Length / rows, numbers.ToArray());

    public readonly struct Formula : IUpdateRule
    {
        public static int StateCount => 2;

        public static int RoundCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static StateForm FormOf(int index) => StateForm.Pending;

        public static Round RoundAt(int round) => new(MeasureScope.Whole, Values: 2, Into: Gradient);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => state.First;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> =>
            new() { First = gradient, Second = parameter };
    }
}
