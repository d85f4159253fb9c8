using System.Globalization;
using System.IO.Compression;
using MathNet.Numerics.LinearAlgebra;

namespace WhyItFails;

/// <summary>The 1,797 handwritten digits that are embedded in the program, shuffled and split by a seed.</summary>
/// <param name="Train">The examples to learn from.</param>
/// <param name="Test">The examples that are only ever tested on.</param>
internal sealed record Digits(Examples Train, Examples Test)
{
    /// <summary>Who made the data, under which licence, and who packaged it.</summary>
    public const string Attribution =
        "\"Optical Recognition of Handwritten Digits\" (E. Alpaydin, C. Kaynak, UCI, 1998; CC BY 4.0), as packaged by scikit-learn";

    /// <summary>The pixels of an image: 8 rows of 8.</summary>
    public const int Pixels = 64;

    /// <summary>The classes: the digits 0 to 9.</summary>
    public const int Classes = 10;

    private const int TestCount = 360;
    private const double Brightest = 16;

    /// <summary>Reads all the digits, shuffles them, and keeps the last 360 for the test. A seed gives one split, always the same.</summary>
    public static Digits Load(int seed)
    {
        var lines = ReadLines();
        new Random(seed).Shuffle(lines);
        return new Digits(Parse(lines.AsSpan(..^TestCount)), Parse(lines.AsSpan(^TestCount..)));
    }

    private static string[] ReadLines()
    {
        using var resource = typeof(Digits).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static Examples Parse(ReadOnlySpan<string> lines)
    {
        var images = Matrix<double>.Build.Dense(Pixels, lines.Length);
        var labels = new int[lines.Length];
        for (var n = 0; n < lines.Length; n++)
        {
            var values = lines[n].Split(',');
            for (var pixel = 0; pixel < Pixels; pixel++)
                images[pixel, n] = double.Parse(values[pixel], CultureInfo.InvariantCulture) / Brightest;
            labels[n] = int.Parse(values[Pixels], CultureInfo.InvariantCulture);
        }
        return new Examples(images, labels);
    }
}
