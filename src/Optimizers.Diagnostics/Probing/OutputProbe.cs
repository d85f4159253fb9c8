using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>Looks at the outputs of a model: what they can reach, and what they depend on.</summary>
internal static class OutputProbe
{
    private const int MostExamples = 128;
    private const int MostFitted = 400;
    private const double Large = 30;
    private const double VeryLarge = 300;

    // Targets that were rounded sum to 1 all the same.
    private const double SumError = 0.05;
    private const double NearTheEnd = 1e-3;

    // Draws of the parameters: those of their own scale, and the large ones at which a bounded output stands at its ends.
    private static readonly double[] Factors = [1, 1, 1, Large, Large, Large, Large, VeryLarge, VeryLarge, VeryLarge, VeryLarge];

    /// <summary>The price, at most, in evaluations of the model over the sample.</summary>
    public static EvaluationCounts Price(ModelCase parts) => parts is { Model: not null, Data: not null }
        ? new(5 + Factors.Length + OutputDependence.MostEvaluations + (2 * LossRelations.Points), 0, 0, 0) : default;

    /// <summary>The report; null without model and data, or where θ is missing.</summary>
    /// <param name="parts">Data, loss and model.</param>
    /// <param name="theta">θ; null to look at the start.</param>
    /// <param name="start">θ of the start; null if it was not kept.</param>
    /// <param name="recorded">The losses that the monitor recorded.</param>
    /// <param name="cancellationToken">Cancels between evaluations.</param>
    public static OutputReport? Run(
        ModelCase parts, double[]? theta, double[]? start, IReadOnlyList<double> recorded, CancellationToken cancellationToken)
    {
        if (parts is not { Model: { } model, Sample: { Count: > 0 } sample, Data: { } data } || (theta ?? start) is not { } here)
            return null;
        var few = sample.Count <= MostExamples ? sample : sample.At([.. Enumerable.Range(0, MostExamples)]);
        var now = model.Outputs(here, few.Inputs);
        var isRepeatable = now.Equals(model.Outputs(here, few.Inputs));
        var drawn = new List<(double Factor, double[] Values)>();
        for (var k = 0; k < Factors.Length; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            drawn.Add((Factors[k], Finite(model.Outputs(ParameterDraw.Of(model.Layout, here, Factors[k], k), few.Inputs))));
        }

        var atStart = start is null ? null : model.Outputs(start, few.Inputs);
        if (atStart is not null)
            drawn.Add((1, Finite(atStart)));
        var targets = TargetsOf(parts.Loss, data, now.RowCount);
        double[][] encoded = parts.Loss is { } loss ? [.. loss.Encoded(few.Answers, now.RowCount).OfType<double[]>()] : [];
        var dependence = new OutputDependence(model, parts.Loss, here, few, isRepeatable, cancellationToken);
        var (mates, alone, place) = dependence.OnMates();
        var (bend, rounding) = dependence.Bend();
        var more = sample.Count <= MostFitted ? sample : sample.At([.. Enumerable.Range(0, MostFitted)]);
        double[][] fitted = bend <= rounding && parts.Loss is { } named ? [.. named.Encoded(more.Answers, now.RowCount).OfType<double[]>()] : [];
        return new(
            few.Count,
            now.RowCount,
            OutputDependence.Spread(now),
            RangeOf(parts, now, drawn, encoded) with
            {
                CutOff = CutOffOf(parts.Loss, atStart ?? now),
            },
            targets,
            LossRelations.Compare(parts, here, start, recorded, cancellationToken),
            mates,
            alone,
            bend,
            rounding,
            model.Layout.Names.Count(name => model.Layout.ShapeOf(name).Count >= 2),
            bend <= rounding ? TargetFit.OfLine(more.Inputs, fitted) : double.NaN,
            bend <= rounding ? TargetFit.OfNearest(more.Inputs, fitted) : double.NaN)
        {
            PlaceDifference = place,
            SignalAtStart = atStart is null ? double.NaN : OutputDependence.Spread(atStart) / UnitOf(parts.Loss, few),
        };
    }

    /// <summary>
    /// What outputs that were measured elsewhere tell, over all training examples: their form, the answers, the loss by name. Null without them.
    /// </summary>
    public static OutputReport? OfMeasured(ModelCase parts, IReadOnlyList<double> recorded)
    {
        if (parts is not { Model: null, MeasuredOutputs: { RowCount: > 0, ColumnCount: > 0 } outputs, Data: { } data })
            return null;
        double[][] encoded = parts.Loss is { } loss ? [.. loss.Encoded(data.Answers, outputs.RowCount).OfType<double[]>()] : [];
        return new(
            data.Count, outputs.RowCount, OutputDependence.Spread(outputs), RangeOf(parts, outputs, [], encoded),
            TargetsOf(parts.Loss, data, outputs.RowCount), LossRelations.OfMeasured(parts, recorded),
            double.NaN, double.NaN, double.NaN, double.NaN, 0, double.NaN, double.NaN);
    }

    private static double UnitOf(NamedLoss? loss, TrainingData data) =>
        loss is ErrorLoss && data.Targets is { } targets && OutputDependence.Spread(targets) is > 0 and var spread ? spread : 1;

    private static double[] Finite(Matrix<double> outputs) => [.. outputs.Enumerate().Where(double.IsFinite)];

    private static OutputRange RangeOf(
        ModelCase parts, Matrix<double> now, List<(double Factor, double[] Values)> drawn, double[][] encoded)
    {
        var values = Finite(now);
        double[] all = [.. values, .. drawn.SelectMany(draw => draw.Values)];
        double low = all.DefaultIfEmpty(double.NaN).Min(), high = all.DefaultIfEmpty(double.NaN).Max();
        var isConstant = all.Length > 0 && drawn.Count(draw => draw.Values.Length > 0) > Factors.Length / 2
            && high - low <= 1e-12 * Math.Max(1, Math.Abs(high));
        var lower = !isConstant && IsReached(low) ? low : double.NegativeInfinity;
        var upper = !isConstant && IsReached(high) ? high : double.PositiveInfinity;
        var isNormalized = OutputForms.AreNormalized(now);
        var form = parts.Loss?.Form ?? OutputForm.Numbers;
        return new(
            values.DefaultIfEmpty(double.NaN).Min(),
            values.DefaultIfEmpty(double.NaN).Max(),
            lower,
            upper,
            isConstant,
            parts.Data!.Targets?.Enumerate().DefaultIfEmpty(double.NaN).Min() ?? double.NaN,
            parts.Data.Targets?.Enumerate().DefaultIfEmpty(double.NaN).Max() ?? double.NaN,
            parts.Loss is { Form: OutputForm.Numbers } loss ? parts.Scale * Unreachable(loss, encoded, lower, upper) : double.NaN,
            form == OutputForm.Numbers ? 0 : now.EnumerateColumns().Count(column => !OutputForms.Has(column, form, parts.Loss!.IsCategorical)),
            isNormalized)
        {
            AreNormalizedOverExamples = OutputForms.AreNormalizedOverExamples(now),
            OffSum = isNormalized && now.RowCount > 1 && parts.Data.Targets is { } rows && rows.RowCount == now.RowCount
                ? rows.EnumerateColumns().Average(target => target.All(y => y is >= 0 and <= 1) && Math.Abs(target.Sum() - 1) > SumError ? 1 : 0)
                : 0,
        };

        // A real end is stood at by draws of two very different sizes; an unbounded output would go ten times as far in the larger ones.
        bool IsReached(double end) => Stands(end, Large) && Stands(end, VeryLarge);

        bool Stands(double end, double factor) => drawn.Exists(draw => draw.Factor == factor && ShareAt(end, draw.Values) >= 0.02);
    }

    // A smooth function comes near the ends of probabilities, each output to its own number; what was cut off stands at the same one.
    private static double CutOffOf(NamedLoss? loss, Matrix<double> outputs)
    {
        if (loss is not { Form: OutputForm.Probabilities })
            return 0;
        var values = Finite(outputs);
        return values is [] ? 0 : (double)(ExactlyAt(values.Min(), 0) + ExactlyAt(values.Max(), 1)) / values.Length;

        int ExactlyAt(double end, double ofProbabilities) =>
            Math.Abs(end - ofProbabilities) < NearTheEnd && values.Count(value => value == end) is > 1 and var count ? count : 0;
    }

    private static double ShareAt(double end, double[] values)
    {
        if (values is [])
            return 0;
        var near = 1e-3 * (values.Max() - values.Min());
        return (double)values.Count(value => Math.Abs(value - end) <= near) / values.Length;
    }

    // The loss of the outputs between the bounds that come nearest to the right answers, above theirs.
    private static double Unreachable(NamedLoss loss, double[][] targets, double lower, double upper)
    {
        const double sureness = 30;
        if (targets is [])
            return double.NaN;
        return targets.Average(target =>
        {
            var output = new double[target.Length];
            loss.Right(target, sureness, output);
            var right = loss.Of(output, target);
            var shift = output.Max() - upper;
            for (var k = 0; k < output.Length; k++)
            {
                // Of logits over classes only differences count.
                output[k] = !loss.IsCategorical ? Math.Clamp(output[k], lower, upper)
                    : double.IsFinite(upper - lower) ? Math.Clamp(output[k] - shift, lower, upper) : output[k];
            }

            return loss.Of(output, target) - right;
        });
    }

    private static AnswerReport TargetsOf(NamedLoss? loss, TrainingData data, int outputs)
    {
        if (data.Answers.LabelsOrNull is { } labels)
        {
            var wanted = outputs == 1 && loss?.IsCategorical != true ? "0 or 1" : $"0 to {outputs - 1}, one of the {outputs} outputs";
            var bad = loss is null ? -1 : Array.FindIndex(labels, IsImpossible);
            return new(
                labels.Length, 0, labels.Length == 0 ? 0 : labels.Max() + 1, loss is null ? 0 : labels.Count(IsImpossible), bad,
                bad < 0 ? "" : FormattableString.Invariant($"{labels[bad]}"), wanted);
        }

        var targets = data.Targets!;
        if (loss is null)
            return new(targets.ColumnCount, targets.RowCount, 0, 0, -1, "", "");
        if (!loss.AcceptsRows(targets.RowCount, outputs))
        {
            var rows = $"targets of {targets.RowCount} numbers an example, for {outputs} outputs";
            var isIndex = loss.IsCategorical && targets.RowCount == 1 && targets.Enumerate().All(double.IsInteger);
            return new(targets.ColumnCount, targets.RowCount, 0, targets.ColumnCount, 0, rows,
                isIndex ? "a 1 at the right class of each column, or the classes as integers: new(x, labels)" : $"{outputs} numbers an example");
        }

        int[] impossible = [.. Enumerable.Range(0, targets.ColumnCount).Where(n => loss.IsImpossible(targets.Column(n).ToArray()))];
        return new(targets.ColumnCount, targets.RowCount, 0, impossible.Length, impossible is [var first, ..] ? first : -1,
            impossible is [var at, ..] ? string.Join(", ", targets.Column(at).Take(4).Select(Numbers.Text)) : "", loss.Wanted)
        {
            Missing = impossible.Count(n => targets.Column(n).Any(y => !double.IsFinite(y))),
        };

        bool IsImpossible(int label) => label != LabelReport.LeftOut && !loss!.Accepts(label, outputs);
    }
}
