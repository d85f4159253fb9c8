using Optimizers.Diagnostics;
using Optimizers.Reports.Charts;
using Optimizers.Reports.Pictures;

namespace Optimizers.Reports;

/// <summary>The range test of a <see cref="LearningRateFinder"/> as a picture: the loss against the rate, with the rate that it suggests.</summary>
public static class LearningRatePicture
{
    /// <summary>Writes a PNG picture of 1600 × 900 pixels.</summary>
    /// <param name="path">The file; its folder must be there. A file of this name is overwritten.</param>
    /// <param name="range">The test.</param>
    /// <param name="name">What was tested, as a heading: "Adam on the digits".</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The path or the name is empty, or the test has fewer than two rates.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, RateRange range, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(range);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (range.Rates.Count < 2)
            throw new ArgumentException($"The test has {range.Rates.Count} rates; a curve needs at least two.", nameof(range));
        Picture.Save(RunCharts.RateRange(range, double.NaN, null), name, path);
    }
}
