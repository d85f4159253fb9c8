namespace Optimizers.FaultBench;

/// <summary>The tasks of the bench.</summary>
internal static class DataSets
{
    /// <summary>The tasks whose data are there.</summary>
    /// <param name="fashion">The folder of Fashion-MNIST.</param>
    public static IReadOnlyList<DataSet> Available(string fashion)
    {
        var images = new Fashion(fashion);
        return images.IsAvailable ? [new Digits(), new Friedman(), images] : [new Digits(), new Friedman()];
    }
}
