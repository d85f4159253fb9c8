using MathNet.Numerics.Statistics;

namespace Optimizers.Diagnostics;

/// <summary>The losses of single training examples at θ.</summary>
/// <param name="Examples">How many.</param>
/// <param name="NonFinite">How many are NaN or infinite.</param>
/// <param name="FirstNonFinite">The first of them; −1 if there is none.</param>
/// <param name="Smallest">The smallest of the finite ones.</param>
/// <param name="Largest">The largest of the finite ones.</param>
/// <param name="Median">The median of the finite ones.</param>
/// <param name="Mean">The mean of the finite ones.</param>
/// <param name="WrongShare">The share whose loss is above that of chance: the model contradicts their labels.</param>
/// <param name="HighShare">The share whose loss is above twice that of chance: confident contradiction.</param>
/// <param name="TopShare">The share of the total loss that the largest tenth of them carries.</param>
/// <param name="RareClassLoss">The mean loss over classes of at most half the mean frequency; NaN if there is none or labels are not known.</param>
/// <param name="FrequentClassLoss">The mean loss over the most frequent class; NaN if labels are not known.</param>
public sealed record ExampleLossReport(
    int Examples,
    int NonFinite,
    int FirstNonFinite,
    double Smallest,
    double Largest,
    double Median,
    double Mean,
    double WrongShare,
    double HighShare,
    double TopShare,
    double RareClassLoss,
    double FrequentClassLoss)
{
    /// <summary>The standard deviation of the finite ones; NaN with fewer than two.</summary>
    public double Deviation { get; init; } = double.NaN;

    /// <summary>The class whose examples all have the loss 0 while others have not, and its share of the examples; null if there is none.</summary>
    internal (int Class, double Share)? WithoutLoss { get; init; }

    /// <summary>The report on the losses of single examples; null without examples.</summary>
    /// <param name="losses">A loss an example. +∞ is above that of chance, NaN is not.</param>
    /// <param name="chance">The loss of the best constant output; NaN if unknown, and then the shares above it are unknown too.</param>
    /// <param name="labels">The classes of the examples; null if they are not known.</param>
    /// <exception cref="ArgumentException">There are not as many labels as losses.</exception>
    internal static ExampleLossReport? Of(double[] losses, double chance, IReadOnlyList<int>? labels)
    {
        if (labels is not null && labels.Count != losses.Length)
        {
            throw new ArgumentException(
                $"{nameof(TrainingCase.ExampleLosses)} gave {losses.Length} losses, but there are {labels.Count} {nameof(TrainingCase.Labels)}: "
                + "one a training example of both.",
                nameof(losses));
        }

        if (losses.Length == 0)
            return null;
        var finite = Array.FindAll(losses, double.IsFinite);
        var (rare, frequent) = labels is null ? (double.NaN, double.NaN) : ClassLosses(losses, labels);
        return new(
            losses.Length,
            losses.Length - finite.Length,
            Array.FindIndex(losses, loss => !double.IsFinite(loss)),
            finite.DefaultIfEmpty(double.NaN).Min(),
            finite.DefaultIfEmpty(double.NaN).Max(),
            RobustStatistics.Median(finite),
            Average(finite),
            ShareAbove(losses, chance),
            ShareAbove(losses, 2 * chance),
            finite.OrderDescending().Take((finite.Length + 9) / 10).Sum() / finite.Sum(),
            rare,
            frequent)
        {
            Deviation = finite.StandardDeviation(),
            WithoutLoss = labels is null ? null : ClassWithoutLoss(losses, labels),
        };
    }

    private static (double Rare, double Frequent) ClassLosses(double[] losses, IReadOnlyList<int> labels)
    {
        var frequencies = labels.GroupBy(label => label).ToDictionary(group => group.Key, group => group.Count());
        var few = 0.5 * labels.Count / frequencies.Count;
        var most = frequencies.MaxBy(each => each.Value).Key;
        var known = losses.Zip(labels).Where(each => double.IsFinite(each.First)).ToArray();
        return (
            Average(known.Where(each => frequencies[each.Second] <= few).Select(each => each.First)),
            Average(known.Where(each => each.Second == most).Select(each => each.First)));
    }

    private static (int Class, double Share)? ClassWithoutLoss(double[] losses, IReadOnlyList<int> labels)
    {
        const int fewest = 5;
        var classes = losses.Zip(labels).GroupBy(each => each.Second, each => each.First).ToArray();
        var silent = Array.FindAll(classes, each => each.Count() >= fewest && each.All(loss => loss == 0));
        return silent is [var only] && classes.Length > 1 ? (only.Key, (double)only.Count() / losses.Length) : null;
    }

    private static double ShareAbove(double[] losses, double bound) =>
        double.IsNaN(bound) ? double.NaN : (double)losses.Count(loss => loss > bound) / losses.Length;

    private static double Average(IEnumerable<double> losses) => losses.DefaultIfEmpty(double.NaN).Average();
}
