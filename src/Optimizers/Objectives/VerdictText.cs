using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>The verdicts of a check of derivatives, in the words that all checks share.</summary>
internal static class VerdictText
{
    /// <param name="derivative">What was checked: "gradient".</param>
    /// <param name="source">What the differences are of: "loss".</param>
    /// <param name="error">The least error that would have been seen.</param>
    /// <param name="beside">What that is beside, with a blank before it; or nothing.</param>
    public static string Agrees(string derivative, string source, double error, string beside = "") => string.Create(
        CultureInfo.InvariantCulture,
        $"The {derivative} agrees with differences of the {source}: an error of {error:G2} or more{beside} would have been "
        + $"seen with probability 0.999.");

    /// <inheritdoc cref="Agrees"/>
    public static string TooSmall(string derivative, string source, double error, string beside = "") => string.Create(
        CultureInfo.InvariantCulture,
        $"The {derivative}{beside} is too small here for differences of the {source} to check it: only an error of "
        + $"{error:G2} or more would have been " +
        $"seen. Check it at another point.");

    /// <param name="function">What gave two results: "loss".</param>
    /// <param name="results">Its results: "values".</param>
    /// <param name="difference">By how much they differ.</param>
    public static string NotDeterministic(string function, string results, double difference) => string.Create(
        CultureInfo.InvariantCulture,
        $"The {function} is not deterministic: the same point gave {results} {difference:G3} apart. Nothing was "
        + $"differentiated. Fix the seed of what is " +
        $"random in it (dropout, shuffling, augmentation, the order of a parallel sum).");

    /// <param name="derivative">What is wrong: "gradient".</param>
    /// <param name="factor">How many times too large it is, if that is all.</param>
    /// <param name="entry">An entry that is wrong, if one is known.</param>
    /// <param name="place">Else, where the fault is; null if that is not known.</param>
    public static string Wrong(string derivative, double? factor, WrongEntry? entry, string? place)
    {
        var how = factor is { } times
            ? string.Create(CultureInfo.InvariantCulture, $"it is {times:G6} times what it should be")
            : entry?.ToString() ?? place;
        return $"The {derivative} is wrong{(how is null ? "" : $": {how}")}.";
    }
}
