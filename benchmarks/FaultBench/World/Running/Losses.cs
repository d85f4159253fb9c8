namespace Optimizers.FaultBench.World;

/// <summary>The losses by their kind, and their bounds on a sample: what the ideal model and the best constant reach.</summary>
internal static class Losses
{
    public static Node Each(Tape tape, LossKind kind, double smoothing, Node outputs, Sample sample) => kind switch
    {
        LossKind.CrossEntropy => tape.CrossEntropyFromLogits(outputs, sample.Labels!, smoothing),
        LossKind.CrossEntropyOfProbabilities => tape.CrossEntropyFromProbabilities(outputs, sample.Labels!, smoothing),
        LossKind.Binary => tape.BinaryCrossEntropyFromLogits(outputs, sample.Targets),
        LossKind.BinaryOfProbabilities => tape.BinaryCrossEntropyFromProbabilities(outputs, sample.Targets),
        LossKind.Squared => tape.SquaredError(outputs, sample.Targets),
        LossKind.Absolute => tape.AbsoluteError(outputs, sample.Targets),
        LossKind.Hinge => tape.HingeError(outputs, sample.Targets),
        LossKind.Poisson => tape.PoissonError(outputs, sample.Targets),
        _ => tape.HuberError(outputs, sample.Targets),
    };

    /// <summary>The mean loss of outputs of which classes and yes-or-no answers are probabilities.</summary>
    public static double OfOutputs(LossKind kind, double smoothing, double[] outputs, Sample sample)
    {
        var kindOfOutputs = kind switch
        {
            LossKind.CrossEntropy => LossKind.CrossEntropyOfProbabilities,
            LossKind.Binary => LossKind.BinaryOfProbabilities,
            _ => kind,
        };
        if (sample.Labels is not null && kindOfOutputs == LossKind.CrossEntropyOfProbabilities && smoothing > 0)
            outputs = [.. outputs.Select(p => ((1 - smoothing) * p) + (smoothing / sample.Outputs))];
        var tape = new Tape(wantsSlopes: false);
        return tape.Mean(Each(tape, kindOfOutputs, smoothing, Tape.Constant(sample.Count, sample.Outputs, outputs), sample)).Values[0];
    }

    /// <summary>What a model that knows how the data were made reaches.</summary>
    public static double Floor(LossKind kind, double smoothing, Sample sample) => OfOutputs(kind, smoothing, sample.Ideal, sample);

    /// <summary>What the best constant output reaches.</summary>
    public static double Chance(LossKind kind, double smoothing, Sample sample)
    {
        var best = new double[sample.Outputs];
        if (sample.Labels is { } labels && sample.Targets is [])
        {
            // A label that is no class has no output.
            foreach (var label in labels.Where(label => label < best.Length))
                best[label] += 1.0 / sample.Count;
        }
        else
        {
            for (var c = 0; c < best.Length; c++)
                best[c] = BestConstant(kind, [.. Enumerable.Range(0, sample.Count).Select(i => sample.Targets[(i * sample.Outputs) + c])]);
        }

        var outputs = new double[sample.Count * sample.Outputs];
        for (var i = 0; i < outputs.Length; i++)
            outputs[i] = best[i % best.Length];
        return OfOutputs(kind, smoothing, outputs, sample);
    }

    private static double BestConstant(LossKind kind, double[] targets)
    {
        if (kind == LossKind.Hinge)
            return targets.Average() > 0 ? 1 : -1;
        if (kind == LossKind.Poisson)
            return Math.Log(targets.Average());
        if (kind is not (LossKind.Absolute or LossKind.Huber))
            return targets.Average();
        Array.Sort(targets);
        if (kind == LossKind.Absolute)
            return targets[targets.Length / 2];

        // Huber's slope in the constant rises: bisection.
        var (low, high) = (targets[0], targets[^1]);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            if (targets.Sum(target => Math.Clamp(middle - target, -1, 1)) > 0)
                high = middle;
            else
                low = middle;
        }

        return low;
    }
}
