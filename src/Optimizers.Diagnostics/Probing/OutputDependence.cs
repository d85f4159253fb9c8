using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>What an example's outputs depend on: the other examples of the batch, and whether on the inputs in a straight line.</summary>
internal sealed class OutputDependence(
    Model model, NamedLoss? loss, double[] theta, TrainingData data, bool isRepeatable, CancellationToken cancellationToken)
{
    /// <summary>The evaluations of the model that it takes at most.</summary>
    public const int MostEvaluations = 32;

    private const int Looked = 4;
    private const int FewestMates = 12;
    private const int MostMates = 60;
    private const int Pairs = 32;
    private const double DoubleRounding = 1e-9;
    private const double SingleRounding = 1e-4;

    // Inputs that lie close together, far from 0, are all on one side of every bend: their mirror images lie on the other.
    private static readonly (double Factor, double Inputs, bool IsMirrored)[] Draws =
        [(1, 1, false), (30, 1, false), (1, 30, false), (1, 0, false), (1, 1, true)];

    /// <summary>The root mean square deviation of outputs between examples; 0 where they differ by rounding only.</summary>
    public static double Spread(Matrix<double> outputs)
    {
        if (outputs.ColumnCount < 2 || !outputs.ForAll(double.IsFinite, Zeros.Include))
            return double.NaN;
        var means = outputs.RowSums() / outputs.ColumnCount;
        var squares = outputs.EnumerateIndexed().Sum(each => (each.Item3 - means[each.Item1]) * (each.Item3 - means[each.Item1]));
        var spread = Math.Sqrt(squares / outputs.RowCount / outputs.ColumnCount);
        return spread <= 1e-12 * outputs.Enumerate().Max(Math.Abs) ? 0 : spread;
    }

    /// <summary>
    /// How far the outputs of a few examples move when their mates change, when they stand alone, and when the batch is turned round, as a share of
    /// the spread; NaN where it cannot be told.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The batches are as large as the data allow, since the share of a normalization over the batch falls with the batch, and that of a reshape does
    /// not. The examples that are looked at stand apart in it, with mates on both sides.
    /// </para>
    /// <para>Mates are changed at θ and at parameters drawn anew, the larger share counts: a model that learned nothing gives the same whatever they
    /// are.</para>
    /// </remarks>
    public (double Mates, double Alone, double Place) OnMates()
    {
        var mates = Math.Min(MostMates, (data.Count - Looked) / 2 / Looked * Looked);
        if (!isRepeatable || mates < FewestMates)
            return (double.NaN, double.NaN, double.NaN);
        var (moved, alone, place) = OnMates(theta, mates);
        var drawn = Try<object>(() => OnMates(ParameterDraw.Of(model.Layout, theta, 1, seed: 100), mates).Mates) is double share ? share : double.NaN;
        return (double.MaxNumber(moved, drawn), alone, place);
    }

    private (double Mates, double Alone, double Place) OnMates(double[] at, int mates)
    {
        var apart = 1 + (mates / Looked);
        var (one, other) = (Batch(Looked), Batch(Looked + mates));
        var spread = Spread(Matrix<double>.Build.DenseOfColumns(one.EnumerateColumns().Concat(other.EnumerateColumns())));
        if (!(spread > 0))
            return (double.NaN, double.NaN, double.NaN);
        double moved = 0, alone = 0;
        for (var n = 0; n < Looked; n++)
        {
            var among = one.Column(n * apart);
            moved += (among - other.Column(n * apart)).L2Norm();
            alone += Try(() => model.Outputs(at, Columns([n]))) is { } single ? (single.Column(0) - among).L2Norm() : double.NaN;
        }

        var turned = model.Outputs(at, Columns([.. Order(Looked).Reverse()]));
        var place = Enumerable.Range(0, one.ColumnCount).Sum(k => (one.Column(k) - turned.Column(one.ColumnCount - 1 - k)).L2Norm());
        var unit = Math.Sqrt(one.RowCount) * spread;
        return (moved / Looked / unit, alone / Looked / unit, place / one.ColumnCount / unit);

        int[] Order(int first) =>
            [.. Enumerable.Range(0, Looked + mates).Select(k => k % apart == 0 ? k / apart : first + k - 1 - (k / apart))];

        Matrix<double> Batch(int first) => model.Outputs(at, Columns(Order(first)));
    }

    /// <summary>
    /// How far the outputs at midpoints are from the mean of the outputs, at the most, and how much of that rounding explains. NaN where it cannot be
    /// told: inputs that are numbers of symbols have no midpoints.
    /// </summary>
    public (double Bend, double Rounding) Bend()
    {
        var rounding = model.IsSingle ? SingleRounding : DoubleRounding;
        if (!isRepeatable || data.Count < 4 || !data.Inputs.ForAll(double.IsFinite, Zeros.Include) || AreSymbols())
            return (double.NaN, rounding);
        var pairs = Math.Min(Pairs, data.Count / 2);
        var (a, b) = (Columns([.. Enumerable.Range(0, pairs)]), Columns([.. Enumerable.Range(pairs, pairs)]));
        var scale = 1 / Math.Max(1e-300, Math.Sqrt(data.Inputs.Enumerate().Average(x => x * x)));
        var bend = double.NaN;
        foreach (var (factor, size, isMirrored) in Draws)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var drawn = ParameterDraw.Of(model.Layout, theta, factor, seed: 100);

            // The inputs as they are, or of a given root mean square, so that units of any scale are met where they bend.
            var c = size == 0 ? 1 : size * scale;
            if (Try(() => BendAt(drawn, c * a, (isMirrored ? -c : c) * b)) is { } found)
                bend = double.IsNaN(bend) ? found : Math.Max(bend, found);
        }

        return (bend, rounding);
    }

    private double? BendAt(double[] drawn, Matrix<double> a, Matrix<double> b)
    {
        var (ofA, ofB, between) = (Straightened(drawn, a), Straightened(drawn, b), Straightened(drawn, (a + b) / 2));
        var spread = Spread(ofA);
        if (!(spread > 0) || !between.ForAll(double.IsFinite, Zeros.Include) || !ofB.ForAll(double.IsFinite, Zeros.Include))
            return null;

        // Where the outputs themselves are large against what differs between examples, rounding is of their size.
        var size = Math.Max(spread, 1e-4 * ofA.Enumerate().Max(Math.Abs));
        return (between - ((ofA + ofB) / 2)).FrobeniusNorm() / Math.Sqrt(ofA.RowCount * ofA.ColumnCount) / size;
    }

    // Probabilities bend by themselves: their logarithms, up to a constant of each example, are what the layers give.
    private Matrix<double> Straightened(double[] drawn, Matrix<double> inputs)
    {
        var outputs = model.Outputs(drawn, inputs);
        if (loss is null or { Form: OutputForm.Numbers })
            return outputs;
        if (!loss.IsCategorical)
            return outputs.Map(p => Math.Log(p) - Math.Log(1 - p), Zeros.Include);
        var logs = loss.Form == OutputForm.Probabilities ? outputs.PointwiseLog() : outputs;
        var means = logs.ColumnSums() / logs.RowCount;
        return logs.MapIndexed((_, n, value) => value - means[n], Zeros.Include);
    }

    /// <summary>
    /// True where the model takes whole numbers, the inputs, for symbols that it looks up: their fractions make no difference to it, or it refuses
    /// them, and another order of the same numbers makes one.
    /// </summary>
    public bool LooksUp()
    {
        if (!isRepeatable || data.Count < 2 || !data.Inputs.ForAll(x => double.IsInteger(x) && x >= 0, Zeros.Include))
            return false;
        var few = Columns([.. Enumerable.Range(0, Math.Min(Pairs, data.Count))]);
        var whole = model.Outputs(theta, few);
        return Spread(whole) > 0 && Try(() => model.Outputs(theta, few + 0.25))?.Equals(whole) != false;
    }

    private bool AreSymbols() => data.AreSymbols || data.Inputs.ForAll(double.IsInteger, Zeros.Include) && data.Inputs.Enumerate().Max() > 1;

    private Matrix<double> Columns(int[] examples) => Matrix<double>.Build.DenseOfColumns(examples.Select(n => data.Inputs.Column(n)));

    // Inputs that the loop never sees, or a batch of one, may be what the caller's code was not written for: then this is not told. What no input can
    // be the reason of surfaces.
    private static T? Try<T>(Func<T?> evaluate)
    {
        try
        {
            return evaluate();
        }
        catch (Exception exception)
            when (exception is not (OperationCanceledException or NotSupportedException or ObjectDisposedException or OutOfMemoryException))
        {
            return default;
        }
    }
}
