namespace Optimizers.Diagnostics;

/// <summary>
/// How probable each fault is among all that were considered and "nothing is wrong": a conditional logit (McFadden 1974). The score of a fault is
/// s = T·(prior + weight of its evidence + bias + what its grounds are worth); its odds against nothing are exp(s − s₀).
/// </summary>
/// <remarks>
/// The evidence is weighed by hand. T, s₀, the biases and the worth of the grounds were fitted to the right answers of runs of the fault bench and of
/// reported trainings, by its command "fit" (<c>benchmarks/FaultBench/World/Fitting</c>), which prints what stands here and the scores on kinds that
/// took no part. A cause of the caller's own has the bias 0.
/// </remarks>
internal static class Belief
{
    private const double Temperature = 0.51;

    private const double Nothing = -0.2;

    /// <summary>From here on a fault stands, and needs no more than the measurement that it rests on.</summary>
    public const double Sure = 0.9;

    // What was given 97 % and more was right in 97 to 99 of 100 runs of kinds left out of the fit.
    private const double MostTold = 0.98;

    /// <summary>What a symptom loses, beside its cause.</summary>
    private const double Symptom = 5.48;

    private static readonly Dictionary<string, double> Biases = new()
    {
        ["bad-labels"] = -0.17,
        ["bad-scaling"] = 0.7,
        ["chance-level"] = 0.47,
        ["class-imbalance"] = 0.62,
        ["correlated-batches"] = -0.2,
        ["dead-units"] = -0.44,
        ["decayed-too-early"] = 0.66,
        ["evaluation-differs"] = 0.49,
        ["examples-mixed"] = -0.14,
        ["exploding-gradient"] = 0.59,
        ["gradients-not-cleared"] = 0.33,
        ["model-bias"] = 0.39,
        ["no-nonlinearity"] = 0.16,
        ["noise-dominated"] = -0.42,
        ["non-finite"] = 0.24,
        ["not-handed-over"] = 0.08,
        ["nothing-moves"] = 3.16,
        ["output-range"] = -0.14,
        ["ravine"] = -0.19,
        ["saddle"] = -1.59,
        ["softmax-twice"] = 0.31,
        ["step-too-large"] = 0.83,
        ["step-too-small"] = 0.19,
        ["targets-scale"] = 0.28,
        ["too-few-steps"] = -0.6,
        ["vanishing-gradient"] = 0.67,
        ["weight-decay"] = 0.6,
        ["wrong-gradient"] = 0.66,
        ["wrong-labels"] = 1.43,
        ["wrong-loss"] = -0.17,
    };

    /// <summary>s − s₀: above 0 where the fault is likelier than that nothing is wrong.</summary>
    public static double AgainstNothing(Cause cause, Assessment assessment) => Temperature * (
        cause.PriorLogOdds + assessment.Weight + Biases.GetValueOrDefault(cause.Id) + assessment.Grounds switch
        {
            Grounds.Fact => 1.7,
            Grounds.Shown => -0.76,
            _ => -0.95,
        }) - Nothing;

    /// <summary>s − s₀ of one that another fault explains, as the cause of all.</summary>
    public static double AsSymptom(double againstNothing) => againstNothing - (Temperature * Symptom);

    /// <summary>The probabilities of faults of which one is right, or nothing is.</summary>
    /// <param name="againstNothing">s − s₀ of each.</param>
    public static double[] Among(double[] againstNothing)
    {
        var largest = Math.Max(0, againstNothing.DefaultIfEmpty(0).Max());
        var sum = againstNothing.Sum(score => Math.Exp(score - largest)) + Math.Exp(-largest);
        return Array.ConvertAll(againstNothing, score => Math.Exp(score - largest) / sum);
    }

    /// <summary>
    /// The probabilities of faults of which several may be right: one that is sure stands, and the others are asked again without it, whether there
    /// is a second fault. Until one is sure all are rivals.
    /// </summary>
    /// <param name="againstNothing">s − s₀ of each.</param>
    public static double[] InTurn(double[] againstNothing)
    {
        int[] order = [.. Enumerable.Range(0, againstNothing.Length).OrderByDescending(k => againstNothing[k])];
        var probabilities = new double[againstNothing.Length];
        for (var first = 0; first < order.Length; first++)
        {
            var among = Among(Array.ConvertAll(order[first..], k => againstNothing[k]));
            probabilities[order[first]] = Math.Min(MostTold, among[0]);
            if (among[0] >= Sure)
                continue;
            for (var k = first + 1; k < order.Length; k++)
                probabilities[order[k]] = among[k - first];
            break;
        }

        return probabilities;
    }

    /// <summary>The probability that advice holds, by its evidence alone.</summary>
    public static double OfAdvice(Cause cause, Assessment assessment) => Alone(cause.PriorLogOdds + assessment.Weight);

    /// <summary>The probability of one by itself, whatever else is true.</summary>
    public static double Alone(double againstNothing) => Math.Min(MostTold, 1 / (1 + Math.Exp(-againstNothing)));
}
