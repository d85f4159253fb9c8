namespace Optimizers.Testbed.Problems;

/// <summary>
/// The first 10,000 training and 2,000 testing images of Fashion-MNIST (Xiao, Rasul and Vollgraf 2017; MIT licence). They come from a folder: the
/// Debian package dataset-fashion-mnist has one.
/// </summary>
internal static class Fashion
{
    /// <summary>Where the Debian package puts the files.</summary>
    public const string DefaultFolder = "/usr/share/datasets/fashion-mnist";

    /// <summary>The pixels of a side.</summary>
    public const int Side = 28;

    /// <summary>The pixels of an image.</summary>
    public const int Pixels = Side * Side;

    /// <summary>The classes.</summary>
    public const int Classes = 10;

    private const int Trained = 10_000, Tested = 2000;

    private static readonly Lazy<LabelledImages> Read = new(() => new(
        Pixels, Images("train", Trained), Labels("train", Trained), Images("t10k", Tested), Labels("t10k", Tested)));

    /// <summary>The folder; set before the images are read.</summary>
    public static string Folder { get; set; } = DefaultFolder;

    /// <summary>True if all files are there.</summary>
    public static bool IsThere => File.Exists(ImagesOf("train")) && File.Exists(LabelsOf("train"))
        && File.Exists(ImagesOf("t10k")) && File.Exists(LabelsOf("t10k"));

    /// <summary>The images, with pixels in [0, 1].</summary>
    public static LabelledImages All => Read.Value;

    private static float[] Images(string part, int count) =>
        Array.ConvertAll(IdxFile.Read(ImagesOf(part), header: 16, Pixels)[..(count * Pixels)], pixel => pixel / 255f);

    private static int[] Labels(string part, int count) =>
        Array.ConvertAll(IdxFile.Read(LabelsOf(part), header: 8, each: 1)[..count], label => (int)label);

    private static string ImagesOf(string part) => Path.Combine(Folder, $"{part}-images-idx3-ubyte.gz");

    private static string LabelsOf(string part) => Path.Combine(Folder, $"{part}-labels-idx1-ubyte.gz");
}
