using System.Globalization;
using System.IO.Compression;

namespace Optimizers.Tests.Curvature.Classification;

/// <summary>The handwritten digits of the main job: 8 × 8 pixels from 0 to 1, and what each is.</summary>
internal static class DigitImages
{
    public const int Pixels = 64;
    public const int Classes = 10;

    private static readonly Lazy<(double[][] Images, int[] Labels)> All = new(Read);

    /// <summary>So many of them, drawn without repetition.</summary>
    public static (double[][] Images, int[] Labels) Some(Random random, int count)
    {
        var (images, labels) = All.Value;
        var order = Enumerable.Range(0, images.Length).ToArray();
        random.Shuffle(order);
        return ([.. order.Take(count).Select(k => images[k])], [.. order.Take(count).Select(k => labels[k])]);
    }

    private static (double[][] Images, int[] Labels) Read()
    {
        using var resource = typeof(DigitImages).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        var rows = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Array.ConvertAll(line.Split(','), cell => double.Parse(cell, CultureInfo.InvariantCulture))).ToArray();
        return ([.. rows.Select(row => row.Take(Pixels).Select(value => value / 16).ToArray())], [.. rows.Select(row => (int)row[Pixels])]);
    }
}
