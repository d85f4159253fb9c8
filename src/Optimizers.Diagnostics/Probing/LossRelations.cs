using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>Holds the caller's loss against the named one: at right and wrong answers, and over several θ.</summary>
internal static class LossRelations
{
    /// <summary>The θ at which the losses are compared, at most.</summary>
    public const int Points = 8;

    private const int Needed = 6;
    private const double Exact = 1e-6;
    private const double ExactOfFloats = 1e-3;

    private static readonly double[] Surenesses = [3, 5, 8, 20];

    /// <summary>The comparison; null without a loss that fits the data and the model.</summary>
    public static LossComparison? Compare(
        ModelCase parts, double[] theta, double[]? start, IReadOnlyList<double> recorded, CancellationToken cancellationToken)
    {
        if (parts is not { Loss: { } loss, Model: { } model, Valid: { } data })
            return null;
        var named = loss is OwnLoss own ? own.Meant : loss;
        var encoded = loss.Encoded(data.Answers, parts.Outputs);
        var (right, wrong) = OfAnswers(loss, data, encoded!);
        var present = parts.Scale * loss.OfBatch(model.Outputs(theta, data.Inputs), data.Answers);
        var lowest = recorded.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
        var (namedRight, namedWrong) = OfAnswers(named, data, encoded!);
        var comparison = new LossComparison(
            loss.Name, present, parts.Scale * right, parts.Scale * wrong, parts.Scale * namedRight, parts.Scale * namedWrong, lowest,
            LossRelation.Unknown, double.NaN, 0, 0);
        if (parts.Given is null && loss is not OwnLoss)
            return comparison;

        var points = new List<Point>();
        foreach (var at in Thetas(model, theta, start))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var outputs = model.Outputs(at, data.Inputs);
            var given = parts.Given?.LossOrNotFinite(at) ?? loss.OfBatch(outputs, data.Answers);
            var byName = named.OfBatch(outputs, data.Answers);
            if (double.IsFinite(given) && double.IsFinite(byName))
                points.Add(new(given, byName, OfAllPairs(named, outputs, encoded!), Spans.SumOfSquares(at)));
        }

        return points.Count < Needed ? comparison : Related(comparison, points, model.IsSingle ? ExactOfFloats : Exact, theta);
    }

    /// <summary>The named loss of outputs that were measured elsewhere, against the losses of the same examples; null without both names.</summary>
    /// <param name="parts">Data, loss, outputs and losses.</param>
    /// <param name="recorded">The losses of the log.</param>
    public static LossComparison? OfMeasured(ModelCase parts, IReadOnlyList<double> recorded)
    {
        if (parts is not { Loss: { } loss, MeasuredOutputs: { } outputs, Data: { } data })
            return null;
        // Of answers that the outputs cannot give there is no loss.
        var encoded = loss.Encoded(data.Answers, outputs.RowCount);
        int[] valid = [.. Enumerable.Range(0, data.Count).Where(n => encoded[n] is not null)];
        if (valid is [])
            return null;
        var (right, wrong) = OfAnswers(loss, data.At(valid), [.. encoded.OfType<double[]>()]);
        var named = loss.OfExamples(outputs, data.Answers);
        var comparison = new LossComparison(
            loss.Name, named.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average(), right, wrong, right, wrong,
            recorded.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min(), LossRelation.Unknown, double.NaN, 0, 0);
        int[] both = [.. Enumerable.Range(0, data.Count).Where(n => double.IsFinite(named[n]) && double.IsFinite(parts.MeasuredLosses![n]))];
        if (both.Length < Needed)
            return comparison;
        var points = both.Select(n => new Point(parts.MeasuredLosses![n], named[n], double.NaN, 0)).ToList();
        return Related(comparison, points, ExactOfFloats, []);
    }

    private static (double Right, double Wrong) OfAnswers(NamedLoss loss, TrainingData data, double[][] targets)
    {
        var (right, wrong) = (double.PositiveInfinity, double.PositiveInfinity);
        foreach (var sureness in Surenesses)
        {
            var (ofRight, ofWrong) = (At(sureness, target => target), At(sureness, Opposite));
            if (ofRight < right)
                (right, wrong) = (ofRight, ofWrong);
        }

        return (right, wrong);

        double At(double sureness, Func<double[], double[]> answer) => loss.OfBatch(
            Matrix<double>.Build.DenseOfColumnArrays(targets.Select(target =>
            {
                var output = new double[target.Length];
                loss.Right(answer(target), sureness, output);
                return output;
            })),
            data.Answers);

        double[] Opposite(double[] target)
        {
            var other = new double[target.Length];
            loss.Wrong(target, other);
            return other;
        }
    }

    private static IEnumerable<double[]> Thetas(Model model, double[] theta, double[]? start)
    {
        yield return theta;
        if (start is not null)
            yield return start;
        yield return Array.ConvertAll(theta, value => 0.5 * value);
        yield return Array.ConvertAll(theta, value => 1.3 * value);
        for (var k = 0; k < Points - 4; k++)
            yield return ParameterDraw.Of(model.Layout, theta, 0.5 + (0.5 * k), k);
    }

    // The mean over all outputs and all targets, where each example has one of both: what broadcasting N × 1 against N computes.
    private static double OfAllPairs(NamedLoss loss, Matrix<double> outputs, double[][] targets)
    {
        const int most = 300;
        if (outputs.RowCount != 1 || loss.IsCategorical || targets.Length > most)
            return double.NaN;
        var sum = 0.0;
        for (var n = 0; n < targets.Length; n++)
            sum += targets.Average(target => loss.Of([outputs[0, n]], target));
        return sum / targets.Length;
    }

    private static LossComparison Related(LossComparison comparison, List<Point> points, double exact, double[] theta)
    {
        var given = points.Select(point => point.Given).ToArray();
        var (left, weights) = Fit(given, [[.. points.Select(point => point.Named)]]);
        if (left <= exact)
        {
            return comparison with { Relation = weights[0] > 0 ? LossRelation.Agrees : LossRelation.Opposite, Factor = weights[0] };
        }

        if (!points.Exists(point => double.IsNaN(point.AllPairs)))
        {
            var (leftOfPairs, _) = Fit(given, [[.. points.Select(point => point.AllPairs)]]);
            if (leftOfPairs <= exact)
                return comparison with { Relation = LossRelation.Broadcasts, Factor = weights[0] };
        }

        var (leftOfBoth, both) = Fit(given, [[.. points.Select(point => point.Named)], [.. points.Select(point => point.Square)]]);
        if (leftOfBoth <= exact && both is [> 0, > 0])
        {
            return comparison with
            {
                Relation = LossRelation.HasPenalty,
                Factor = both[0],
                Penalty = both[1],
                PenaltyShare = both[1] * Spans.SumOfSquares(theta) / given[0],
            };
        }

        var isOpposite = Correlation(Ranks(given), Ranks([.. points.Select(point => point.Named)])) <= -0.9;
        return comparison with { Relation = isOpposite ? LossRelation.Opposite : LossRelation.Differs, Factor = weights[0] };
    }

    /// <summary>Least squares with a constant: the largest residual as a share of the range of what is fitted, and the weights.</summary>
    private static (double Left, double[] Weights) Fit(double[] y, double[][] columns)
    {
        var range = y.Max() - y.Min();
        double[] scales = [.. columns.Select(column => Math.Max(1e-300, column.Max(Math.Abs)))];
        var x = Matrix<double>.Build.Dense(y.Length, columns.Length + 1, (i, k) => k == columns.Length ? 1 : columns[k][i] / scales[k]);
        var target = Vector<double>.Build.DenseOfArray(y) / Math.Max(range, 1e-300);
        var weights = x.Svd().Solve(target);
        var left = (x * weights - target).AbsoluteMaximum();
        return (range > 0 ? left : double.PositiveInfinity, [.. columns.Select((_, k) => weights[k] * range / scales[k])]);
    }

    private static double[] Ranks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Length];
        for (var rank = 0; rank < order.Length; rank++)
            ranks[order[rank]] = rank;
        return ranks;
    }

    private static double Correlation(double[] left, double[] right) => MathNet.Numerics.Statistics.Correlation.Pearson(left, right);

    private sealed record Point(double Given, double Named, double AllPairs, double Square);
}
