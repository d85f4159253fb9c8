using ScottPlot;
using SkiaSharp;

namespace Optimizers.Reports.Pictures;

/// <summary>
/// The font of the pictures, embedded in the library. Pictures look alike everywhere, also where no font is installed. The default
/// font of other plots stays.
/// </summary>
internal sealed class ReportFont : IFontResolver
{
    /// <summary>A name that no installed font has.</summary>
    public const string Name = "Optimizers.Reports Inter";

    private static readonly object Installing = new();

    private readonly SKTypeface _regular = Load("Inter-Regular.otf");
    private readonly SKTypeface _bold = Load("Inter-SemiBold.otf");

    /// <summary>Lets plots find it by its name.</summary>
    public static void Install()
    {
        lock (Installing)
        {
            if (!Fonts.FontResolvers.Exists(resolver => resolver is ReportFont))
                Fonts.FontResolvers.Insert(0, new ReportFont());
        }
    }

    /// <summary>The font at a size, to draw with; the caller disposes it.</summary>
    /// <param name="size">In pixels.</param>
    /// <param name="isBold">Semi-bold, or regular.</param>
    public static SKFont Sized(float size, bool isBold)
    {
        Install();
        var font = Fonts.FontResolvers.OfType<ReportFont>().First();
        return new(isBold ? font._bold : font._regular, size);
    }

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName != Name ? null : weight >= FontWeight.SemiBold ? _bold : _regular;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        CreateTypeface(fontName, bold ? FontWeight.Bold : FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);

    private static SKTypeface Load(string resource)
    {
        using var stream = typeof(ReportFont).Assembly.GetManifestResourceStream(resource)!;
        return SKTypeface.FromStream(stream);
    }
}
