namespace Outside;

/// <summary>
/// What goes wrong when a rule is written: for each mistake what the first step and the second say of it, and whether anything has moved.
/// </summary>
internal static class Misuse
{
    private delegate void Look(in StepInfo step);

    public static int Run()
    {
        Try("no RoundAt", new Rule<NoRoundAt>());
        Try("no Measure", new Rule<NoMeasure>());
        Try("five values", new Rule<FiveValues>());
        Try("kept in an element", new Rule<KeptInElement>());
        Try("kept beyond the state", new Rule<KeptBeyond>());
        Try("seventeen values", new Rule<Seventeen>());
        Try("a matrix in the formula", new Rule<MatrixInFormula>());
        Try("a link too many", new Rule<Fifteen>().Then(new OwnTrace(0.9)).Then(new OwnTrace(0.9)));
        Try("one name twice", new Rule<Two>(new StateDescriptor("m"), new StateDescriptor("m")));
        Try("three described", new Rule<Two>(new StateDescriptor("a"), new StateDescriptor("b"), new StateDescriptor("c")));
        Try("another form", new Rule<Two>(new StateDescriptor("m", form: StateForm.Row)));
        Try("no product", new Rule<Two>(StateDescriptor.Mean("m", StateMeaning.GradientMean, 0.9, MeanCompletion.ByProduct, "p")));
        Try("a negative matrix", new Rule<Two>(StateDescriptor.Matrix("l", (_, _) => (-1, 1))));
        Try("no scalars", new Rule<Two> { At1 = static (in StepInfo step) => step.SumOfWeights(0, 0.9) });
        Try("a decay of 1", new Rule<Two> { At1 = static (in StepInfo step) => Optimizer.Evaluate(1, step.Iteration, "beta", below: 1) });
        Try("At throws", new Rule<Two> { At1 = static (in StepInfo _) => throw new NotSupportedException("thrown by At") });
        Try("Measure throws", new Rule<MeasureThrows>());
        Try("Apply throws", new Rule<ApplyThrows>());
        return 0;
    }

    private static void Try(string name, Optimizer optimizer)
    {
        double[] theta = [1, 2];
        for (var i = 0; i < 2; i++)
        {
            try
            {
                optimizer.Step([(theta, new double[] { 1, 1 })]);
                Console.WriteLine($"{name}: taken");
            }
            catch (Exception exception)
            {
                Console.WriteLine($"{name}: {theta is [1, 2]} {optimizer.Iteration} {exception.GetType().Name} {exception.Message}");
            }
        }
    }

    private sealed class Rule<TFormula>(params StateDescriptor[] described) : Optimizer<TFormula>(0.1) where TFormula : struct, IUpdateRule
    {
        public Look? At1 { get; init; }

        protected override IEnumerable<Hyperparameter> RuleHyperparameters => [];

        protected override IReadOnlyList<StateDescriptor> State => described;

        protected override TFormula At(in StepInfo step)
        {
            At1?.Invoke(step);
            return default;
        }
    }

#pragma warning disable OPT001 // Speed is not the point here.
    private struct NoRoundAt : IUpdateRule
    {
        public static int StateCount => 0;

        public static int RoundCount => 1;

        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;
    }

    private struct NoMeasure : IUpdateRule
    {
        public static int StateCount => 0;

        public static int RoundCount => 1;

        public static Round RoundAt(int round) => new(MeasureScope.Parameter);

        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;

        // A ref too many: this is not the member of the interface.
        public Measured<T> Measure<T>(int round, T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> =>
            new() { First = gradient };
    }

    private struct FiveValues : IUpdateRule
    {
        public static int StateCount => 0;

        public static int RoundCount => 1;

        public static Round RoundAt(int round) => new(MeasureScope.Parameter, Values: 5);

        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;

        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> => default;
    }

    private struct KeptInElement : IUpdateRule
    {
        public static int StateCount => 1;

        public static int RoundCount => 1;

        public static Round RoundAt(int round) => new(MeasureScope.Whole);

        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;

        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> => default;
    }

    private struct KeptBeyond : IUpdateRule
    {
        public static int StateCount => 1;

        public static int RoundCount => 1;

        public static StateForm FormOf(int index) => StateForm.Pending;

        public static Round RoundAt(int round) => new(MeasureScope.Whole, Values: 2);

        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;

        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> => default;
    }

    private struct Seventeen : IUpdateRule
    {
        public static int StateCount => 17;

        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;
    }

    private struct Fifteen : IUpdateRule
    {
        public static int StateCount => 15;

        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;
    }

    private struct MatrixInFormula : IUpdateRule
    {
        public static int StateCount => 1;

        public static StateForm FormOf(int index) => StateForm.Matrix;

        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;
    }

    private struct Two : IUpdateRule
    {
        public static int StateCount => 2;

        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;
    }

    private struct MeasureThrows : IUpdateRule
    {
        public static int StateCount => 0;

        public static int RoundCount => 1;

        public static Round RoundAt(int round) => new(MeasureScope.Parameter);

        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;

        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> =>
            throw new NotSupportedException("thrown by Measure");
    }

    private struct ApplyThrows : IUpdateRule
    {
        public static int StateCount => 0;

        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> =>
            throw new NotSupportedException("thrown by Apply");
    }
#pragma warning restore OPT001
}
