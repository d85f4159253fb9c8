using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>The training inputs as the network sees them.</summary>
/// <param name="Features">How many features.</param>
/// <param name="Examples">How many examples.</param>
/// <param name="FirstNonFinite">The first entry that is NaN or infinite, as (feature, example); null if there is none.</param>
/// <param name="NonFiniteExamples">How many examples hold one.</param>
/// <param name="ConstantFeatures">How many features are the same in every example.</param>
/// <param name="RootMeanSquare">The root mean square over all finite entries.</param>
/// <param name="LargestMean">The largest |mean| of a feature.</param>
/// <param name="SmallestDeviation">The smallest standard deviation of a feature that is not constant.</param>
/// <param name="LargestDeviation">The largest standard deviation of a feature.</param>
/// <param name="Condition">
/// λmax/λmedian of the second-moment matrix E[xxᵀ] (without constant features and without the directions in which no input lies): how much faster the
/// steepest direction of a linear layer is than a typical one. With more than 256 features λmedian is that of 256 of them.
/// </param>
/// <param name="NonZeroRootMeanSquare">The root mean square over the finite entries that are not 0; NaN where all are.</param>
/// <param name="AreCodes">True where the inputs stand for symbols, and are no quantities: it was said (<see cref="TrainingData.AreSymbols"/>), or
/// every entry is a whole number from 0 on, fewer than two thirds of them are 0, and no parameter has a row or a column a feature.</param>
public sealed record InputReport(
    int Features,
    int Examples,
    (int Feature, int Example)? FirstNonFinite,
    int NonFiniteExamples,
    int ConstantFeatures,
    double RootMeanSquare,
    double LargestMean,
    double SmallestDeviation,
    double LargestDeviation,
    double Condition,
    double NonZeroRootMeanSquare = double.NaN,
    bool AreCodes = false)
{
    private const int MostFeatures = 256;
    private const int MostExamples = 2000;
    private const int PowerIterations = 100;

    /// <summary>The report on the inputs; null without an entry.</summary>
    /// <param name="inputs">features × examples. Examples with an entry that is not finite are counted, and left out of everything else.</param>
    /// <param name="seed">Chooses the features and the examples that <see cref="Condition"/> looks at where there are many.</param>
    /// <param name="parameters">The parameters of a step; null if they are not known.</param>
    /// <param name="areSymbols">True where the caller says that the inputs are numbers of symbols.</param>
    internal static InputReport? Of(Matrix<double> inputs, int seed, IReadOnlyList<(string Name, int Rows, int Columns)>? parameters = null,
        bool areSymbols = false)
    {
        if (inputs.RowCount == 0 || inputs.ColumnCount == 0)
            return null;
        var examples = inputs.ToColumnArrays();
        var finite = Array.FindAll(examples, example => Array.TrueForAll(example, double.IsFinite));
        var moments = FeatureMoments.Of(finite, inputs.RowCount);
        int[] varying = [.. Enumerable.Range(0, inputs.RowCount).Where(feature => !moments.IsConstant(feature))];
        double[] deviations = [.. varying.Select(feature => moments.Deviations[feature])];
        return new(
            inputs.RowCount,
            inputs.ColumnCount,
            FirstNonFiniteOf(examples),
            examples.Length - finite.Length,
            inputs.RowCount - varying.Length,
            Math.Sqrt(finite.SelectMany(example => example).Select(entry => entry * entry).DefaultIfEmpty(double.NaN).Average()),
            moments.Means.Max(Math.Abs),
            deviations.DefaultIfEmpty(double.NaN).Min(),
            deviations.DefaultIfEmpty(double.NaN).Max(),
            ConditionOf(finite, varying, new Random(seed)),
            Math.Sqrt(finite.SelectMany(example => example).Where(entry => entry != 0).Select(entry => entry * entry)
                .DefaultIfEmpty(double.NaN).Average()),
            areSymbols || parameters is { Count: > 0 } && !parameters.Any(each => each.Rows == inputs.RowCount || each.Columns == inputs.RowCount)
                && AreWholeNumbers(finite));
    }

    private static bool AreWholeNumbers(double[][] examples)
    {
        long zeros = 0, count = 0;
        foreach (var example in examples)
        {
            if (!Array.TrueForAll(example, entry => entry >= 0 && entry == Math.Floor(entry)))
                return false;
            zeros += example.Count(entry => entry == 0);
            count += example.Length;
        }

        return 3 * zeros < 2 * count;
    }

    private static (int Feature, int Example)? FirstNonFiniteOf(double[][] examples)
    {
        var example = Array.FindIndex(examples, each => !Array.TrueForAll(each, double.IsFinite));
        return example < 0 ? null : (Array.FindIndex(examples[example], entry => !double.IsFinite(entry)), example);
    }

    private static double ConditionOf(double[][] examples, int[] features, Random random)
    {
        if (examples.Length == 0 || features.Length == 0)
            return double.NaN;
        var chosen = RandomSample.Of(examples.Length, MostExamples, random);
        double[][] all = [.. chosen.Select(example => Array.ConvertAll(features, feature => examples[example][feature]))];
        var few = RandomSample.Of(features.Length, MostFeatures, random);
        double[][] some = few.Length == features.Length ? all : [.. all.Select(example => Array.ConvertAll(few, feature => example[feature]))];
        var values = SecondMomentEigenvalues(some);
        var largest = few.Length == features.Length ? values[^1] : LargestSecondMoment(all, random);
        return largest / RobustStatistics.Median(values.Where(value => value > 1e-12 * values[^1]));
    }

    private static double[] SecondMomentEigenvalues(double[][] examples)
    {
        var x = Matrix<double>.Build.DenseOfColumnArrays(examples);
        var moments = x.TransposeAndMultiply(x) / examples.Length;
        var values = moments.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).ToArray();
        Array.Sort(values);
        return values;
    }

    /// <summary>λmax of E[xxᵀ] by power iteration: v ← E[x(xᵀv)], normalized.</summary>
    private static double LargestSecondMoment(double[][] examples, Random random)
    {
        var v = Array.ConvertAll(examples[0], _ => random.NextDouble() - 0.5);
        var largest = 0.0;
        for (var i = 0; i < PowerIterations; i++)
        {
            var next = new double[v.Length];
            foreach (var x in examples)
                Spans.AddScaled(next, Spans.Dot(x, v) / examples.Length, x);
            var before = largest;
            largest = Math.Sqrt(Spans.Dot(next, next));
            if (largest == 0)
                return 0;
            v = Array.ConvertAll(next, entry => entry / largest);
            if (i > 0 && Math.Abs(largest - before) <= 1e-4 * largest)
                break;
        }

        return largest;
    }
}
