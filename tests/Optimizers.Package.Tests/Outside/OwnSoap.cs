namespace Outside;

/// <summary>
/// SOAP, from Vyas et al. 2024, algorithms 3 and 4, for matrices: the bases are matrices that are remembered, and two rounds go into them and back.
/// </summary>
internal sealed class OwnSoap(Schedule learningRate, double beta = 0.95, double epsilon = 1e-8, int frequency = 10)
    : Optimizer<OwnSoap.Formula>(learningRate)
{
    private const int Left = 0, Right = 1, LeftBasis = 2, RightBasis = 3; // The matrices.
    private const int Gradient = 2, Mean = 3, Direction = 4; // The values of the state that are pending.

    protected override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("beta", beta), new("epsilon", epsilon), new("frequency", frequency)];

    protected override IReadOnlyList<StateDescriptor> State =>
    [
        new("m"), new("v"),
        StateDescriptor.Matrix("l", (rows, _) => (rows, rows)), StateDescriptor.Matrix("r", (_, columns) => (columns, columns)),
        StateDescriptor.Matrix("ql", (rows, _) => (rows, rows)), StateDescriptor.Matrix("qr", (_, columns) => (columns, columns)),
    ];

    protected override Formula At(in StepInfo step)
    {
        if (!step.Parameter.IsMatrix)
            throw new InvalidOperationException($"OwnSoap steps matrices, not {step.Parameter}.");
        if (step.StepNumber == 1)
            return new(0, 1, epsilon); // The first gradient makes the bases and moves nothing.
        var weight = 1 - Math.Pow(beta, step.StepNumber - 1);
        return new(step.LearningRate * Math.Sqrt(weight) / weight, beta, epsilon);
    }

    protected override void Conclude(int round, in StepInfo step)
    {
        var isFirst = step.StepNumber == 1;
        if (round == 0)
        {
            var g = Whole(step, Gradient);
            Average(step.NextMatrix(Left), g * g.Transpose(), isFirst);
            Average(step.NextMatrix(Right), g.Transpose() * g, isFirst);
            if (isFirst)
            {
                Eigenvectors(Square(step.NextMatrix(Left))).CopyTo(step.NextMatrix(LeftBasis));
                Eigenvectors(Square(step.NextMatrix(Right))).CopyTo(step.NextMatrix(RightBasis));
                return;
            }

            var (into, outOf) = (Square(step.Matrix(LeftBasis)).Transpose(), Square(step.Matrix(RightBasis)));
            (into * g * outOf).ToColumnMajorArray().CopyTo(step.Pending(Gradient));
            (into * Whole(step, Mean) * outOf).ToColumnMajorArray().CopyTo(step.Pending(Mean));
            return;
        }

        if (isFirst)
            return;
        var direction = Square(step.Matrix(LeftBasis)) * Whole(step, Direction) * Square(step.Matrix(RightBasis)).Transpose();
        direction.ToColumnMajorArray().CopyTo(step.Pending(Direction));
        if ((step.StepNumber - 1) % frequency != 0)
            return;
        Renewed(step.NextMatrix(Left), step.Matrix(LeftBasis)).CopyTo(step.NextMatrix(LeftBasis));
        Renewed(step.NextMatrix(Right), step.Matrix(RightBasis)).CopyTo(step.NextMatrix(RightBasis));
    }

    private static Matrix<double> Whole(in StepInfo step, int index) =>
        Matrix<double>.Build.Dense(step.Parameter.Rows, step.Parameter.Columns, step.Pending(index).ToArray());

    private static Matrix<double> Square(ReadOnlySpan<double> numbers)
    {
        var side = (int)Math.Sqrt(numbers.Length);
        return Matrix<double>.Build.Dense(side, side, numbers.ToArray());
    }

    private void Average(Span<double> average, Matrix<double> next, bool isFirst)
    {
        var numbers = next.AsColumnMajorArray();
        for (var i = 0; i < average.Length; i++)
            average[i] = ((isFirst ? 0 : beta) * average[i]) + ((1 - beta) * numbers[i]);
    }

    /// <summary>The largest eigenvalue's first.</summary>
    private static double[] Eigenvectors(Matrix<double> symmetric)
    {
        var vectors = symmetric.Evd(Symmetricity.Symmetric).EigenVectors;
        return [.. Enumerable.Range(1, vectors.ColumnCount).SelectMany(back => vectors.Column(vectors.ColumnCount - back))];
    }

    private static double[] Renewed(ReadOnlySpan<double> matrix, ReadOnlySpan<double> basis) =>
        (Square(matrix) * Square(basis)).QR().Q.ToColumnMajorArray();

    public readonly struct Formula(double scale, double beta, double epsilon) : IUpdateRule
    {
        public static int StateCount => 5;

        public static int RoundCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static StateForm FormOf(int index) => index < Gradient ? StateForm.Element : StateForm.Pending;

        public static Round RoundAt(int round) =>
            round == 0 ? new(MeasureScope.Whole, Values: 2, Into: Gradient) : new(MeasureScope.Whole, Into: Direction);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            state.First = T.Lerp(gradient, state.First, beta);
            state.Second = T.Lerp(state.Third * state.Third, state.Second, beta);
            return scale * state.Fifth;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> => round == 0
            ? new() { First = gradient, Second = T.Lerp(gradient, state.First, beta) }
            : new() { First = T.DivideOrZero(state.Fourth, T.Sqrt(T.Lerp(state.Third * state.Third, state.Second, beta)) + epsilon) };
    }
}
