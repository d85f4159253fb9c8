using MathNet.Numerics;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>
/// By what factor the caller's loss differs from the named one. The field defines squares with a half and without, and sums or means over the
/// outputs: the same loss, and no fault.
/// </summary>
internal static class LossScale
{
    private const int Points = 3;

    /// <summary>The factor; 1 where none is seen.</summary>
    /// <param name="model">The model.</param>
    /// <param name="few">A few training examples, for the gradients.</param>
    /// <param name="all">All training examples that are measured, for an objective made by hand.</param>
    /// <param name="loss">The named loss.</param>
    /// <param name="given">The objective made by hand; null if there is none.</param>
    /// <param name="options">The precision of the model.</param>
    /// <param name="outputs">How many outputs the model has.</param>
    public static double Of(
        Model model, TrainingData few, TrainingData all, NamedLoss loss, Objective? given, ObjectiveOptions options, int outputs)
    {
        var theta = model.Read();
        double? scale = null;
        for (var k = 0; k < Points && scale is null; k++)
        {
            var at = k == 0 && Array.TrueForAll(theta, double.IsFinite) ? theta : ParameterDraw.Of(model.Layout, theta, 1, k);
            scale = given is not null ? OfValues(model, all, loss, given, at)
                : model.HasGradients ? OfGradients(model, few, loss, at, options, outputs) : 1;
        }

        return scale ?? 1;
    }

    /// <summary>What the caller's own loss is of the named one, factor · named + constant; null where it is not.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The training examples that are measured.</param>
    /// <param name="named">The named loss.</param>
    /// <param name="own">The caller's loss at a θ.</param>
    public static (double Factor, double Constant)? Relation(Model model, TrainingData data, NamedLoss named, Func<double[], double> own)
    {
        var theta = model.Read();
        var points = new List<(double Named, double Own)>();
        for (var k = 0; k <= Points; k++)
        {
            var at = k == 0 ? theta : ParameterDraw.Of(model.Layout, theta, 1, k);
            if (!Array.TrueForAll(at, double.IsFinite))
                continue;
            var point = (named.OfBatch(model.Outputs(at, data.Inputs), data.Answers), own(at));
            if (double.IsFinite(point.Item1) && double.IsFinite(point.Item2))
                points.Add(point);
        }

        if (points.Count < Points)
            return null;
        var (low, high) = (points.MinBy(point => point.Named), points.MaxBy(point => point.Named));
        if (!(high.Named > low.Named) || !(high.Own > low.Own))
            return null;
        var factor = (high.Own - low.Own) / (high.Named - low.Named);
        var constant = low.Own - (factor * low.Named);
        var allowed = (model.IsSingle ? 1e-3 : 1e-6) * (high.Own - low.Own);
        if (!points.TrueForAll(point => Math.Abs((factor * point.Named) + constant - point.Own) <= allowed))
            return null;
        return (factor, Math.Abs(constant) <= allowed ? 0 : constant);
    }

    // A factor is only what holds at two places.
    private static double? OfValues(Model model, TrainingData data, NamedLoss loss, Objective given, double[] theta)
    {
        var other = ParameterDraw.Of(model.Layout, theta, 1, Points);
        var (first, second) = (Ratio(theta), Ratio(other));
        return double.IsFinite(first) && first > 0 ? (Math.Abs(second - first) < 1e-6 * first ? first : 1) : null;

        double Ratio(double[] at) => given.LossOrNotFinite(at) / loss.OfBatch(model.Outputs(at, data.Inputs), data.Answers);
    }

    private static double? OfGradients(
        Model model, TrainingData data, NamedLoss loss, double[] theta, ObjectiveOptions options, int outputs)
    {
        var gradient = new double[theta.Length];
        model.Gradient(theta, data.Inputs, data.Answers, gradient);
        var norm = Spans.Norm(gradient);
        if (!(norm > 0) || !double.IsFinite(norm))
            return null;
        var roundoff = options.SinglePrecision ? Precision.SinglePrecision : Precision.DoublePrecision;
        var step = Math.Cbrt(roundoff) * Math.Max(0.1, Spans.Norm(theta) / Math.Sqrt(theta.Length)) / norm * Math.Sqrt(theta.Length);
        var slope = (At(step) - At(-step)) / (2 * step * norm);
        var ratio = norm / slope;
        var near = loss.Conventions(outputs).Where(factor => Math.Abs(ratio - factor) <= Tolerance(options) * factor).ToArray();
        return near is [var found, ..] ? found : 1;

        double At(double along)
        {
            var moved = new double[theta.Length];
            for (var i = 0; i < moved.Length; i++)
                moved[i] = theta[i] + (along * gradient[i]);
            return loss.OfBatch(model.Outputs(moved, data.Inputs), data.Answers);
        }
    }

    private static double Tolerance(ObjectiveOptions options) => options.SinglePrecision ? 0.03 : 0.01;
}
