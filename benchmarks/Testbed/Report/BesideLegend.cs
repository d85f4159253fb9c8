using ScottPlot;

namespace Optimizers.Testbed.Report;

/// <summary>Plots in two columns of one width, and the last one beside them for the legend.</summary>
/// <param name="plots">How many plots there are but for the legend.</param>
internal sealed class BesideLegend(int plots) : IMultiplotLayout
{
    private const float Share = 0.385f;

    public PixelRect[] GetSubplotRectangles(SubplotCollection subplots, PixelRect figureRect)
    {
        var (width, height) = (Share * figureRect.Width, figureRect.Height / ((plots + 1) / 2));
        return
        [
            .. Enumerable.Range(0, plots).Select(i => new PixelRect(
                figureRect.Left + (i % 2 * width), figureRect.Left + (((i % 2) + 1) * width),
                figureRect.Top + ((i / 2) + 1) * height, figureRect.Top + (i / 2 * height))),
            new PixelRect(figureRect.Left + (2 * width), figureRect.Right, figureRect.Bottom, figureRect.Top),
        ];
    }
}
