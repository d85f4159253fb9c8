using System.Globalization;
using Optimizers.Curvature;
using Optimizers.Diagnostics;
using Optimizers.Reports.Pictures;

namespace Optimizers.Reports;

/// <summary>
/// One training with its diagnosis, for a page (<see cref="ReportPage"/>) or for pictures (<see cref="WritePngs"/>). It shows the probes that the
/// diagnosis has run, and runs none.
/// </summary>
public sealed class TrainingReport
{
    private readonly List<NamedCurve> _curves = [];

    /// <summary>A report of a training as its diagnosis and its monitor are now; later events are not in it.</summary>
    /// <param name="name">The training's name, as a heading: "Learning rate too high".</param>
    /// <param name="diagnosis">Its diagnosis.</param>
    /// <exception cref="ArgumentNullException">The name or the diagnosis is null.</exception>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public TrainingReport(string name, Diagnosis diagnosis)
        : this(name, ReportModel.Of(diagnosis ?? throw new ArgumentNullException(nameof(diagnosis))))
    {
    }

    /// <summary>A report of what is given.</summary>
    internal TrainingReport(string name, ReportModel model)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (Name, Model) = (name, model);
    }

    /// <summary>The training's name.</summary>
    public string Name { get; }

    /// <summary>What was trained and how, in a sentence or two; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>The unit of the loss, for the axes: "nats", "m²"; null if it has none or it is not known.</summary>
    public string? LossUnit { get; init; }

    /// <summary>
    /// The density of the Hessian's eigenvalues where the training is now, to be drawn with the ends of the spectrum; null for none.
    /// </summary>
    public SpectralDensity? Density { get; init; }

    /// <summary>What is shown of the diagnosis.</summary>
    internal ReportModel Model { get; }

    /// <summary>The curves to compare, in the order of their addition.</summary>
    internal IReadOnlyList<NamedCurve> Curves => _curves;

    /// <summary>Adds a loss curve to be compared with others: "before the cure", "after the cure". At most six.</summary>
    /// <param name="name">What the curve is, for the legend.</param>
    /// <param name="points">(iteration, loss) by rising iterations, at least one; a loss that is not finite leaves a gap.</param>
    /// <returns>This report.</returns>
    /// <exception cref="ArgumentNullException">The name or the points are null.</exception>
    /// <exception cref="ArgumentException">The name is empty or taken, there is no point, or the iterations do not rise. The report
    /// is unchanged.</exception>
    /// <exception cref="InvalidOperationException">There are six curves already.</exception>
    public TrainingReport AddCurve(string name, IEnumerable<(long Iteration, double Loss)> points)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(points);
        if (_curves.Any(curve => curve.Name == name))
            throw new ArgumentException($"There is a curve \"{name}\" already; every curve needs a name of its own.", nameof(name));
        if (_curves.Count == NamedCurve.AtMost)
            throw new InvalidOperationException(
                $"The report \"{Name}\" has {_curves.Count} curves; more than {NamedCurve.AtMost} cannot be told apart.");
        var copy = points.ToArray();
        if (copy.Length == 0)
            throw new ArgumentException($"The curve \"{name}\" has no point; it needs at least one.", nameof(points));
        for (var i = 1; i < copy.Length; i++)
        {
            if (copy[i].Iteration <= copy[i - 1].Iteration)
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The curve \"{name}\" has iteration {copy[i].Iteration} after {copy[i - 1].Iteration}; iterations must rise."),
                    nameof(points));
            }
        }

        _curves.Add(new(name, copy));
        return this;
    }

    /// <summary>
    /// Writes the charts as PNG pictures of 1600 × 900 pixels, the size of a slide: loss, comparison, depth, spectrum, line scans and guide, as far
    /// as there are numbers for them.
    /// </summary>
    /// <param name="folder">The folder of the pictures; it is made if it is not there. A picture of the same name is replaced in one instant.</param>
    /// <returns>The paths of the pictures, in the order of the page. A name begins with the training's, in letters that every
    /// file system knows, and with eight digits where these do not tell the name; trainings of different names have different files.</returns>
    /// <exception cref="ArgumentException">The folder is null or empty.</exception>
    /// <exception cref="IOException">The folder cannot be made, or a picture cannot be written. A picture that was there is as it was,
    /// or new.</exception>
    public IReadOnlyList<string> WritePngs(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"The folder '{folder}' cannot be made: {exception.Message}", exception);
        }

        return Picture.Save(this, folder);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
