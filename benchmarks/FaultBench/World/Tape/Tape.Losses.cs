namespace Optimizers.FaultBench.World;

/// <content>Losses, one number an example (n × 1); of several outputs the mean.</content>
internal sealed partial class Tape
{
    /// <param name="logits">n × classes.</param>
    /// <param name="labels">The classes.</param>
    /// <param name="smoothing">The share of the target that is spread over all classes (Szegedy et al. 2016).</param>
    public Node CrossEntropyFromLogits(Node logits, int[] labels, double smoothing)
    {
        var (n, k) = (logits.Rows, logits.Columns);
        var (result, probabilities) = (Result(n, 1, logits), new double[n * k]);
        for (var i = 0; i < n; i++)
        {
            var row = logits.Values.AsSpan(i * k, k);
            SoftmaxRow(row, probabilities.AsSpan(i * k, k));
            var (largest, sum) = (double.NegativeInfinity, 0.0);
            foreach (var logit in row)
                largest = Math.Max(largest, logit);
            foreach (var logit in row)
                sum += Math.Exp(logit - largest);
            for (var c = 0; c < k; c++)
                result.Values[i] += SmoothTarget(labels[i], c, k, smoothing) * (largest + Math.Log(sum) - row[c]);
        }

        Record(result, () =>
        {
            for (var i = 0; i < logits.Slopes.Length; i++)
            {
                logits.Slopes[i] += result.Slopes[i / k]
                    * (probabilities[i] - SmoothTarget(labels[i / k], i % k, k, smoothing));
            }
        });
        return result;
    }

    /// <inheritdoc cref="CrossEntropyFromLogits"/>
    /// <param name="probabilities">n × classes; a 0 where the target is not 0 makes an infinite loss.</param>
    /// <param name="labels">The classes.</param>
    /// <param name="smoothing">The share of the target that is spread over all classes.</param>
    public Node CrossEntropyFromProbabilities(Node probabilities, int[] labels, double smoothing)
    {
        var (n, k) = (probabilities.Rows, probabilities.Columns);
        var result = Result(n, 1, probabilities);
        for (var i = 0; i < n * k; i++)
        {
            if (SmoothTarget(labels[i / k], i % k, k, smoothing) is not 0 and var target)
                result.Values[i / k] -= target * Math.Log(probabilities.Values[i]);
        }

        Record(result, () =>
        {
            for (var i = 0; i < n * k; i++)
            {
                if (SmoothTarget(labels[i / k], i % k, k, smoothing) is not 0 and var target)
                    probabilities.Slopes[i] -= result.Slopes[i / k] * target / probabilities.Values[i];
            }
        });
        return result;
    }

    public Node BinaryCrossEntropyFromLogits(Node logits, double[] targets) => Each(
        logits,
        targets,
        static (z, t) => Activation.LogOnePlusExp(z) - (t * z),
        static (z, t) => Activation.Logistic(z) - t);

    /// <summary>An output of exactly 0 or 1 on the wrong side makes an infinite loss.</summary>
    public Node BinaryCrossEntropyFromProbabilities(Node probabilities, double[] targets) => Each(
        probabilities,
        targets,
        static (p, t) => (t == 0 ? 0 : -t * Math.Log(p)) - (t == 1 ? 0 : (1 - t) * Math.Log(1 - p)),
        static (p, t) => (t == 0 ? 0 : -t / p) + (t == 1 ? 0 : (1 - t) / (1 - p)));

    public Node SquaredError(Node outputs, double[] targets) =>
        Each(outputs, targets, static (o, t) => (o - t) * (o - t), static (o, t) => 2 * (o - t));

    public Node AbsoluteError(Node outputs, double[] targets) =>
        Each(outputs, targets, static (o, t) => Math.Abs(o - t), static (o, t) => o > t ? 1 : o < t ? -1 : 0);

    /// <summary>½e² up to 1, then |e| − ½ (Huber 1964).</summary>
    public Node HuberError(Node outputs, double[] targets) => Each(
        outputs,
        targets,
        static (o, t) => Math.Abs(o - t) is var e && e < 1 ? 0.5 * e * e : e - 0.5,
        static (o, t) => Math.Clamp(o - t, -1, 1));

    /// <summary>max(0, 1 − tz) of targets t of ±1.</summary>
    public Node HingeError(Node outputs, double[] targets) =>
        Each(outputs, targets, static (o, t) => Math.Max(0, 1 - (t * o)), static (o, t) => t * o < 1 ? -t : 0);

    /// <summary>eᶻ − kz of counts k.</summary>
    public Node PoissonError(Node outputs, double[] targets) =>
        Each(outputs, targets, static (o, k) => Math.Exp(o) - (k * o), static (o, k) => Math.Exp(o) - k);

    public static double SmoothTarget(int label, int c, int classes, double smoothing) =>
        (label == c ? 1 - smoothing : 0) + (smoothing / classes);

    private Node Each(
        Node outputs, double[] targets, Func<double, double, double> loss, Func<double, double, double> slope)
    {
        var (n, k) = (outputs.Rows, outputs.Columns);
        if (targets.Length != n * k)
            throw new InvalidOperationException($"{n} × {k} outputs have {targets.Length} targets.");
        var result = Result(n, 1, outputs);
        for (var i = 0; i < n * k; i++)
            result.Values[i / k] += loss(outputs.Values[i], targets[i]) / k;
        Record(result, () =>
        {
            for (var i = 0; i < n * k; i++)
                outputs.Slopes[i] += result.Slopes[i / k] * slope(outputs.Values[i], targets[i]) / k;
        });
        return result;
    }
}
