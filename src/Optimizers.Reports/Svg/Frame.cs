namespace Optimizers.Reports.Svg;

/// <summary>
/// The size of the place for which a drawing is made. One drawing stretched to every width would have text too small on a phone, so the page holds
/// one drawing a size and shows the one that fits.
/// </summary>
/// <param name="Name">Its name in the style sheet: "large", "half", "small".</param>
/// <param name="Width">In pixels at scale 1.</param>
/// <param name="Height">Of a chart with two axes, likewise.</param>
internal sealed record Frame(string Name, double Width, double Height)
{
    /// <summary>The whole width of a desktop page.</summary>
    public static Frame Large { get; } = new("large", 1040, 380);

    /// <summary>Half of a desktop page, or a tablet.</summary>
    public static Frame Half { get; } = new("half", 500, 320);

    /// <summary>A phone.</summary>
    public static Frame Small { get; } = new("small", 330, 290);

    /// <summary>The sizes of a chart.</summary>
    /// <param name="isWide">True if it takes the whole width of a desktop page.</param>
    public static IReadOnlyList<Frame> All(bool isWide) => isWide ? [Large, Half, Small] : [Half, Small];
}
