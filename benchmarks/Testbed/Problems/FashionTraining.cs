namespace Optimizers.Testbed.Problems;

/// <summary>A classifier of the clothes of Fashion-MNIST by batches of 64; the target is of 2,000 images that are never trained on.</summary>
/// <param name="seed">The seed.</param>
internal abstract class FashionTraining(int seed) : ImageTraining(seed, Fashion.All, Fashion.Classes, Batch, Most)
{
    /// <summary>Images in a batch.</summary>
    protected const int Batch = 64;

    /// <summary>The most images that scores are asked of at once.</summary>
    protected const int Most = 100;
}
