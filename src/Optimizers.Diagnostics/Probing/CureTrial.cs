namespace Optimizers.Diagnostics;

/// <summary>A training with a suspected fault and without it, for the same number of steps from the same place.</summary>
/// <param name="Steps">The steps of each.</param>
/// <param name="With">The loss at the end of the one that keeps the fault; ∞ where it left the finite numbers.</param>
/// <param name="Without">The loss at the end of the one without it; ∞ likewise.</param>
/// <param name="BestRate">The lowest loss to which the training with the fault came, in the run itself or at any of some constant rates: most cures
/// make a healthy training a little better too, and so does a better rate. NaN where no rates were tried.</param>
/// <param name="Margin">The share of <paramref name="BestRate"/> that the loss without the fault must stay below to show anything.</param>
/// <param name="Learns">False where the training without the fault ends above its start or above chance: two divergences show nothing.</param>
public sealed record CureTrial(int Steps, double With, double Without, double BestRate, double Margin = 0.9,
    bool Learns = true)
{
    /// <summary>Of how many pairs of trainings these are the means, by the logarithm; they differ by start and order of the batches. 1 for a
    /// single pair.</summary>
    public int Blocks { get; init; } = 1;

    /// <summary>What several pairs say: true where the gain is at least 1.5 and stands against chance, against other rates, and at a quarter and a
    /// half of the steps too, and where the signs of the cause are gone without it; false where it surely is less; null where neither is
    /// known.</summary>
    public bool? Stands { get; init; }

    // A gain that another draw of the batches would hardly make.
    internal const double Notable = 1.5;

    /// <summary>How many times lower the loss gets without the fault.</summary>
    public double Gain => With / Math.Max(Without, 1e-300);

    /// <summary>True where the training gets much lower without the fault, and a better rate alone does not do the same.</summary>
    public bool Shows => Blocks > 1 ? Stands == true : Helps && !(Without > Margin * BestRate);

    /// <summary>True where the training gets much lower without the fault, whatever else would do the same.</summary>
    public bool Helps => Learns && Gain > Notable;

    /// <summary>True where no rate that was tried came as low with the fault.</summary>
    internal bool IsBeyondRates => !(Without > 0.8 * BestRate);

    /// <summary>True where the training without the fault is no better.</summary>
    public bool Clears => Blocks > 1 ? Stands == false : Gain < 1.05;
}
