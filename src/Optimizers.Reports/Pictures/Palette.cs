using ScottPlot;

namespace Optimizers.Reports.Pictures;

/// <summary>The colours of the pictures: those of the page on white, told apart by the colour-blind (after Okabe and Ito 2008).</summary>
internal static class Palette
{
    private static readonly Color[] Series = [.. new[] { "#0072B2", "#D55E00", "#008A66", "#B0508A", "#B07D00", "#3A96CF" }.Select(Color.FromHex)];

    /// <summary>Text and frames.</summary>
    public static Color Ink { get; } = Color.FromHex("#1B1F24");

    /// <summary>What is less important.</summary>
    public static Color Muted { get; } = Color.FromHex("#57606A");

    /// <summary>Thin lines.</summary>
    public static Color Line { get; } = Color.FromHex("#D5D9DE");

    /// <summary>What broke.</summary>
    public static Color Fault { get; } = Color.FromHex("#B3340A");

    /// <summary>The path taken.</summary>
    public static Color Accent { get; } = Color.FromHex("#005FA3");

    /// <summary>Behind the path taken.</summary>
    public static Color Soft { get; } = Color.FromHex("#E3F0FA");

    /// <summary>One of the six colours, from 0.</summary>
    public static Color Of(int color) => Series[color % Series.Length];
}
