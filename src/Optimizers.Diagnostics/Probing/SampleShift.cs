using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>
/// How well a linear classifier tells training inputs from testing inputs (the classifier two-sample test of Lopez-Paz and Oquab 2017), on
/// examples it has not seen.
/// </summary>
/// <param name="Accuracy">The share of balanced held-out examples that the classifier assigns correctly: 0.5 where the two sets
/// cannot be told apart.</param>
/// <param name="StandardError">The standard error of the accuracy where the sets are the same.</param>
/// <param name="LargestMeanShift">The largest |difference of a feature's means| in standard deviations of the training data.</param>
/// <param name="ScaleRatio">The root mean square of the testing inputs over that of the training inputs.</param>
public sealed record SampleShift(double Accuracy, double StandardError, double LargestMeanShift, double ScaleRatio)
{
    /// <summary>True where the other inputs are those of the holdout.</summary>
    internal bool IsOfHoldout { get; init; }

    /// <summary>How many standard errors the accuracy is above one half.</summary>
    public double Deviations => (Accuracy - 0.5) / StandardError;

    private const int FewestExamples = 40;
    private const int MostExamples = 1000;
    private const int MostFeatures = 128;
    private const int Projections = 64;
    private const double Farthest = 10;
    private const double FoldCorrelation = 2 / Math.PI;

    /// <summary>
    /// Compares two sets of inputs; null with fewer than 40 examples in one of them. Examples with an entry that is not finite are left out.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The classifier sees the features in standard deviations of both sets together (of more than 128, 64 random projections and the 32 whose means
    /// differ most in the half that it learns from), and the mean square of each example, which shows a change of scale that leaves the means alone.
    /// </para>
    /// <para>
    /// Both halves are held out in turn. Both accuracies depend on the same difference between the halves, so that they are correlated. The
    /// standard error allows for a correlation of 2/π: on normal samples of one distribution, of 2 to 784 features, the deviations then scatter by
    /// 0.8 to 0.96 and not by 1.
    /// </para>
    /// </remarks>
    /// <param name="training">Training inputs, features × examples.</param>
    /// <param name="testing">Testing inputs, likewise.</param>
    /// <param name="seed">Chooses the examples (at most 1,000 of each set), the halves and the projections.</param>
    /// <exception cref="ArgumentException">The two have different features.</exception>
    internal static SampleShift? Of(Matrix<double> training, Matrix<double> testing, int seed)
    {
        if (training.RowCount != testing.RowCount)
        {
            throw new ArgumentException(
                $"{nameof(TrainingCase.TestInputs)} has {testing.RowCount} features, {nameof(TrainingCase.Inputs)} {training.RowCount}: "
                + "the network sees the same ones in both.",
                nameof(testing));
        }

        var (first, second) = (FiniteExamples(training), FiniteExamples(testing));
        if (training.RowCount == 0 || Math.Min(first.Length, second.Length) < FewestExamples)
            return null;
        var random = new Random(seed);
        var size = Math.Min(MostExamples, Math.Min(first.Length, second.Length)) / 2 * 2;
        var (some, others) = (Sample(first, size, random), Sample(second, size, random));
        // The moments are those of both sets together: a set without a part in them would stand out.
        var moments = FeatureMoments.Of([.. some, .. others], training.RowCount);
        var scales = ScalesOf(moments);
        some = Array.ConvertAll(some, x => Standardized(x, moments.Means, scales));
        others = Array.ConvertAll(others, x => Standardized(x, moments.Means, scales));
        var half = size / 2;
        var right = CountRight(some[..half], others[..half], some[half..], others[half..], random)
            + CountRight(some[half..], others[half..], some[..half], others[..half], random);
        return new(
            right / (2.0 * size),
            0.5 * Math.Sqrt((1 + FoldCorrelation) / (2.0 * size)),
            LargestShift(first, second, training.RowCount),
            RootMeanSquare(second) / RootMeanSquare(first));
    }

    private static double[][] Sample(double[][] set, int size, Random random) =>
        Array.ConvertAll(RandomSample.Of(set.Length, size, random), example => set[example]);

    private static double LargestShift(double[][] first, double[][] second, int features)
    {
        var (a, b) = (FeatureMoments.Of(first, features), FeatureMoments.Of(second, features));
        var scales = ScalesOf(a);
        return scales.Select((scale, j) => Math.Abs(b.Means[j] - a.Means[j]) / scale).Max();
    }

    private static double[][] FiniteExamples(Matrix<double> inputs) =>
        Array.FindAll(inputs.ToColumnArrays(), example => Array.TrueForAll(example, double.IsFinite));

    // A feature that hardly varies has no scale of its own and takes a hundredth of that of all.
    private static double[] ScalesOf(FeatureMoments moments)
    {
        var least = 0.01 * Math.Sqrt(moments.Deviations.Average(deviation => deviation * deviation));
        return Array.ConvertAll(moments.Deviations, deviation => Math.Max(deviation, least) is > 0 and var scale ? scale : 1);
    }

    // Nothing is farther than ten deviations, so that one wild number does not decide. The mean square stands last.
    private static double[] Standardized(double[] example, double[] means, double[] scales)
    {
        var x = new double[example.Length + 1];
        for (var j = 0; j < example.Length; j++)
        {
            x[j] = Math.Clamp((example[j] - means[j]) / scales[j], -Farthest, Farthest);
            x[^1] += x[j] * x[j] / example.Length;
        }

        return x;
    }

    /// <summary>How many held-out examples a classifier assigns correctly after it has learned from others.</summary>
    private static int CountRight(double[][] first, double[][] second, double[][] heldFirst, double[][] heldSecond, Random random)
    {
        var view = ViewOf(first, second, random);
        var classifier = LogisticRegression.Fit(Array.ConvertAll(first, view), Array.ConvertAll(second, view));
        return heldFirst.Count(x => classifier.Score(view(x)) < 0) + heldSecond.Count(x => classifier.Score(view(x)) > 0);
    }

    /// <summary>The features of an example that the classifier sees: all, or projections and the features that differ most.</summary>
    private static Converter<double[], double[]> ViewOf(double[][] first, double[][] second, Random random)
    {
        var features = first[0].Length - 1;
        if (features <= MostFeatures)
            return x => x;
        var (a, b) = (FeatureMoments.Of(first, features), FeatureMoments.Of(second, features));
        int[] differing = [.. Enumerable.Range(0, features)
            .OrderByDescending(j => Math.Abs(a.Means[j] - b.Means[j]) / (a.Deviations[j] + b.Deviations[j] + 1e-3))
            .Take(Projections / 2)];
        var directions = new double[Projections][];
        for (var k = 0; k < Projections; k++)
            directions[k] = [.. Enumerable.Range(0, features).Select(_ => (random.Next(2) == 0 ? 1 : -1) / Math.Sqrt(features)), 0];
        return x => [.. directions.Select(direction => Spans.Dot(direction, x)), .. differing.Select(j => x[j]), x[^1]];
    }

    private static double RootMeanSquare(double[][] examples) => Math.Sqrt(examples.Average(example => example.Average(entry => entry * entry)));
}
