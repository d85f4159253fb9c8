using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.FaultBench.World;

/// <summary>
/// A conditional logit over the suspects of a run and "nothing". The score of a cause is its prior, a bias, what its grounds are worth and
/// its evidence by source, times a temperature, as in the diagnosis (Belief). Each source of evidence may have a factor that all causes share and
/// that is above 0, so that what speaks for a cause never speaks against it.
/// </summary>
/// <remarks>
/// Fitted by the likelihood of the right answers, with a penalty that draws it to the hand-set weights: factors 1, biases 0.
/// </remarks>
internal sealed class WeightFit
{
    // Whoever asks has a training that fails more often than not; of the runs that are kept up to half are healthy.
    private const double OfHealthy = 0.2;

    private const int FewestRight = 8;

    private const string Temperature = "temperature", Nothing = "nothing", Factor = "factor", Bias = "bias", Ground = "ground", Symptom = "symptom";

    private readonly Dictionary<(string What, string Of), int> _places;
    private readonly double[] _theta;

    private WeightFit(Dictionary<(string What, string Of), int> places, double[] theta) => (_places, _theta) = (places, theta);

    /// <summary>Fits.</summary>
    /// <param name="runs">What it learns from. A kind weighs as the root of the number of its runs, a healthy run less than a failing one.</param>
    /// <param name="bySources">False: every source has the factor 1, so that only biases are fitted.</param>
    /// <param name="penalty">Of half the square of a bias or of the logarithm of a factor.</param>
    public static WeightFit Of(IReadOnlyList<JudgedRun> runs, bool bySources, double penalty)
    {
        var places = new Dictionary<(string What, string Of), int>();
        Add(Temperature, "");
        Add(Nothing, "");
        var free = places.Count;
        Add(Symptom, "");
        // A cause that is hardly ever right in a tier, since less than a full case is not scored for it, would only be held down by it.
        var everywhere = runs.GroupBy(run => run.Tier)
            .Select(tier => tier.SelectMany(run => run.Right).CountBy(cause => cause)
                .Where(pair => pair.Value >= FewestRight).Select(pair => pair.Key))
            .Aggregate((one, other) => one.Intersect(other)).ToHashSet();
        foreach (var suspect in runs.SelectMany(run => run.Suspects))
        {
            if (everywhere.Contains(suspect.Id))
                Add(Bias, suspect.Id);
            Add(Ground, suspect.Grounds.ToString());
            foreach (var source in bySources ? suspect.Weights.Keys : [])
                Add(Factor, source);
        }

        var weights = runs.CountBy(run => run.Kind).ToDictionary(pair => pair.Key, pair => 1 / Math.Sqrt(pair.Value));
        (Vector<double> At, double Loss, Vector<double> Gradient)? last = null;
        var objective = Objective.Create(
            theta => Evaluated(theta).Loss, theta => Evaluated(theta).Gradient.Clone());
        var start = Vector<double>.Build.Dense(places.Count);
        return new(places, new Lbfgs { MaxIterations = 300 }.Minimize(objective, start).Point.ToArray());

        void Add(string what, string of) => places.TryAdd((what, of), places.Count);

        (Vector<double> At, double Loss, Vector<double> Gradient) Evaluated(Vector<double> theta)
        {
            if (last is { } known && known.At.Equals(theta))
                return known;
            var (fit, gradient, loss) = (new WeightFit(places, theta.ToArray()), new double[places.Count], 0.0);
            foreach (var run in runs)
                loss += fit.AddLoss(run, weights[run.Kind] * (run.IsFailing ? 1 : OfHealthy), gradient);
            for (var i = free; i < gradient.Length; i++)
            {
                loss += penalty / 2 * theta[i] * theta[i];
                gradient[i] += penalty * theta[i];
            }

            var evaluated = (theta.Clone(), loss, Vector<double>.Build.Dense(gradient));
            last = evaluated;
            return evaluated;
        }
    }

    /// <summary>The probabilities of the suspects, in their order; what is left is that of "nothing".</summary>
    public double[] Probabilities(JudgedRun run)
    {
        double[] scores = [.. run.Suspects.Select(suspect => Math.Exp(At(Temperature, "")) * LogOdds(suspect))];
        var nothing = At(Nothing, "");
        var largest = Math.Max(nothing, scores.Max());
        var sum = scores.Sum(score => Math.Exp(score - largest)) + Math.Exp(nothing - largest);
        return [.. scores.Select(score => Math.Exp(score - largest) / sum)];
    }

    /// <summary>What was fitted, by its name: "bias saddle". Factors and temperatures are told as such, not as their logarithms.</summary>
    public IEnumerable<(string Name, double Value)> Fitted => _places
        .OrderBy(pair => pair.Key.What, StringComparer.Ordinal).ThenBy(pair => pair.Key.Of, StringComparer.Ordinal)
        .Select(pair => ($"{pair.Key.What} {pair.Key.Of}".TrimEnd(),
            pair.Key.What is Factor or Temperature or Symptom ? Math.Exp(_theta[pair.Value]) : _theta[pair.Value]));

    private double At(string what, string of) => _places.TryGetValue((what, of), out var place) ? _theta[place] : 0;

    private double LogOdds(WeighedCause suspect)
    {
        var prior = suspect.LogOdds - suspect.Weights.Values.Sum();
        return prior + At(Bias, suspect.Id) + At(Ground, suspect.Grounds.ToString()) - (suspect.Explained ? Math.Exp(At(Symptom, "")) : 0)
            + suspect.Weights.Sum(pair => Math.Exp(At(Factor, pair.Key)) * pair.Value);
    }

    /// <summary>Adds the gradient of a run's loss, minus the logarithm of the probability of what is right.</summary>
    private double AddLoss(JudgedRun run, double weight, double[] gradient)
    {
        var probabilities = Probabilities(run);
        bool[] isRight = [.. run.Suspects.Select(suspect => run.Right.Contains(suspect.Id))];
        var nothing = 1 - probabilities.Sum();
        var right = isRight.Contains(true) ? probabilities.Where((_, c) => isRight[c]).Sum() : nothing;
        right = Math.Max(right, 1e-12);
        var temperature = Math.Exp(At(Temperature, ""));
        for (var c = 0; c < probabilities.Length; c++)
        {
            var slope = weight * (probabilities[c] - (isRight[c] ? probabilities[c] / right : 0));
            if (Math.Abs(slope) < 1e-12)
                continue;
            var suspect = run.Suspects[c];
            Slope(Temperature, "", slope * temperature * LogOdds(suspect));
            slope *= temperature;
            Slope(Bias, suspect.Id, slope);
            Slope(Ground, suspect.Grounds.ToString(), slope);
            if (suspect.Explained)
                Slope(Symptom, "", -slope * Math.Exp(At(Symptom, "")));
            foreach (var (source, evidence) in suspect.Weights)
                Slope(Factor, source, slope * Math.Exp(At(Factor, source)) * evidence);
        }

        Slope(Nothing, "", weight * (nothing - (isRight.Contains(true) ? 0 : 1)));
        return -weight * Math.Log(right);

        void Slope(string what, string of, double value)
        {
            if (_places.TryGetValue((what, of), out var place))
                gradient[place] += value;
        }
    }
}
