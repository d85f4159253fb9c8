namespace Optimizers.Testbed.Running;

/// <summary>An optimizer and how it is made with a rate.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Rate">The rate where nobody tunes.</param>
/// <param name="Make">The optimizer with a rate.</param>
internal sealed record Contender(string Name, double Rate, Func<double, IOptimizer> Make)
{
    /// <summary>False where the library asks for a rate, and this is the bench's: that of the pages, or PyTorch's.</summary>
    public bool IsLibraryDefault { get; init; } = true;

    /// <summary>True if it runs on the larger problems, too.</summary>
    public bool IsNamed { get; init; }

    /// <summary>How many gradients a step takes.</summary>
    public double Gradients { get; init; } = 1;

    /// <summary>Seven rates, each 3.16 times the one before; the middle one is <see cref="Rate"/>.</summary>
    public const int Rates = 7;

    /// <summary>The place of <see cref="Rate"/> among them.</summary>
    public const int Default = Rates / 2;

    /// <summary>The rate at a place.</summary>
    public double RateAt(int place) => Rate * Math.Pow(10, (place - Default) / 2.0);
}
