using ScottPlot;
using SkiaSharp;

namespace WhyItFails;

/// <summary>The font of the pictures, embedded in the program. Pictures look alike everywhere, also where no font is installed.</summary>
internal sealed class EmbeddedFont : IFontResolver
{
    /// <summary>The name of the typeface.</summary>
    public const string Name = "Inter";

    private readonly SKTypeface _regular = Load("Inter-Regular.otf");
    private readonly SKTypeface _bold = Load("Inter-SemiBold.otf");

    /// <summary>Makes it the font of every plot.</summary>
    public static void Install()
    {
        if (Fonts.FontResolvers.Any(resolver => resolver is EmbeddedFont))
            return;
        Fonts.FontResolvers.Insert(0, new EmbeddedFont());
        Fonts.Default = Name;
    }

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName != Name ? null : weight >= FontWeight.SemiBold ? _bold : _regular;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        CreateTypeface(fontName, bold ? FontWeight.Bold : FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);

    private static SKTypeface Load(string resource)
    {
        using var stream = typeof(EmbeddedFont).Assembly.GetManifestResourceStream(resource)!;
        return SKTypeface.FromStream(stream);
    }
}
