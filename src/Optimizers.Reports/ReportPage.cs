using System.Text;
using Optimizers.Files;
using Optimizers.Reports.Pages;

namespace Optimizers.Reports;

/// <summary>
/// Reports on one HTML page that needs nothing but a browser: no scripts, no other files, no network. The page is light or dark as the reader's
/// system is, and suits desktop, phone and paper. The same reports give the same page to the last byte.
/// </summary>
public static class ReportPage
{
    /// <summary>Writes the page, whole or not at all.</summary>
    /// <param name="path">The file; its folder must be there. A file of this name is replaced in one instant, once the page is on the disk.</param>
    /// <param name="reports">The reports, at least one, in the order of the page.</param>
    /// <param name="title">The title of the page.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The path or the title is empty, there is no report, or one of them is null.
    /// Nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written: no such folder, no right, no room. A file that was there is as it was.</exception>
    public static void Write(string path, IEnumerable<TrainingReport> reports, string title)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ReportFile.Write(path, Encoding.UTF8.GetBytes(ToHtml(reports, title)), DiskFileLayer.Instance);
    }

    /// <summary>The page as a text, to be stored or sent in UTF-8.</summary>
    /// <param name="reports">The reports, at least one, in the order of the page.</param>
    /// <param name="title">The title of the page.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The title is empty, there is no report, or one of them is null.</exception>
    public static string ToHtml(IEnumerable<TrainingReport> reports, string title)
    {
        ArgumentNullException.ThrowIfNull(reports);
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        var all = reports.ToArray();
        if (all.Length == 0)
            throw new ArgumentException("There is no report; a page needs at least one.", nameof(reports));
        if (Array.IndexOf(all, null) is >= 0 and var i)
            throw new ArgumentException($"Report {i} is null.", nameof(reports));
        return Markup.Serialize(Page.Of(all, title));
    }
}
