using MathNet.Numerics.LinearAlgebra;
using Optimizers.Testbed.Problems;

namespace Optimizers.FaultBench;

/// <summary>
/// The 10,000 testing images of Fashion-MNIST (Xiao, Rasul and Vollgraf 2017; MIT licence), pooled to 14 × 14 pixels. They come from a folder: the
/// Debian package dataset-fashion-mnist has one.
/// </summary>
/// <param name="folder">The folder of the two files.</param>
internal sealed class Fashion(string folder) : DataSet
{
    /// <summary>Where the Debian package puts the files.</summary>
    public const string DefaultFolder = "/usr/share/datasets/fashion-mnist";

    private const int Full = 28, Half = 14;

    private readonly Lazy<Examples> _all = new(() => Read(folder));

    public override string Name => "fashion";

    public override int Classes => 10;

    public override int Side => Half;

    public override int Features => Half * Half;

    /// <summary>True if both files are there.</summary>
    public bool IsAvailable => File.Exists(Images(folder)) && File.Exists(Labels(folder));

    public override double SatisfactoryLoss(bool isLinear) => 0.7;

    protected override Split Draw(int seed) => Cut(_all.Value.Select(Order(_all.Value.Count, seed)), 6000, 500, 1000);

    private static string Images(string folder) => Path.Combine(folder, "t10k-images-idx3-ubyte.gz");

    private static string Labels(string folder) => Path.Combine(folder, "t10k-labels-idx1-ubyte.gz");

    private static Examples Read(string folder)
    {
        var images = IdxFile.Read(Images(folder), header: 16, Full * Full);
        var labels = IdxFile.Read(Labels(folder), header: 8, each: 1);
        var inputs = Matrix<double>.Build.Dense(Half * Half, labels.Length);
        for (var n = 0; n < labels.Length; n++)
        {
            for (var y = 0; y < Half; y++)
            {
                for (var x = 0; x < Half; x++)
                {
                    var at = (((n * Full) + (2 * y)) * Full) + (2 * x);
                    inputs[(y * Half) + x, n] = 0.25 * (images[at] + images[at + 1] + images[at + Full] + images[at + Full + 1]);
                }
            }
        }

        return Standardize(new(inputs, Array.ConvertAll(labels, label => (int)label), null));
    }
}
