using System.Globalization;
using System.IO.Compression;
using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.FaultBench;

/// <summary>
/// The 1,797 handwritten digits of the sample, 8 × 8 pixels ("Optical Recognition of Handwritten Digits", E. Alpaydin and C.
/// Kaynak, UCI, 1998; CC BY 4.0).
/// </summary>
internal sealed class Digits : DataSet
{
    private static readonly Lazy<Examples> All = new(Read);

    public override string Name => "digits";

    public override int Classes => 10;

    public override int Side => 8;

    public override int Features => 64;

    public override double SatisfactoryLoss(bool isLinear) => 0.15;

    protected override Split Draw(int seed) => Cut(All.Value.Select(Order(All.Value.Count, seed)), 1200, 250, 347);

    private static Examples Read()
    {
        using var resource = typeof(Digits).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        const int pixels = 64;
        var inputs = Matrix<double>.Build.Dense(pixels, lines.Length);
        var labels = new int[lines.Length];
        for (var n = 0; n < lines.Length; n++)
        {
            var values = lines[n].Split(',');
            for (var pixel = 0; pixel < pixels; pixel++)
                inputs[pixel, n] = double.Parse(values[pixel], CultureInfo.InvariantCulture);
            labels[n] = int.Parse(values[pixels], CultureInfo.InvariantCulture);
        }

        return Standardize(new(inputs, labels, null));
    }
}
