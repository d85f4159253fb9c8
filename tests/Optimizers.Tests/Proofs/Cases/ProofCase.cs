namespace Optimizers.Tests.Proofs;

/// <summary>A matrix that certificates are tried on.</summary>
/// <param name="Family">What it is made to be hard by.</param>
/// <param name="IsAdversarial">True if it is built against the certificates, false if it is drawn at random.</param>
/// <param name="Matrix">Its n² entries, column by column.</param>
/// <param name="Dimension">n.</param>
/// <param name="Seed">For what the subjects choose themselves.</param>
internal sealed record ProofCase(string Family, bool IsAdversarial, double[] Matrix, int Dimension, int Seed) : IProofCase
{
    /// <summary>The inertia, where the construction says it; null where elimination with exact integers says it.</summary>
    public ExactInertia? Known { get; init; }

    /// <summary>A number that every eigenvalue certainly exceeds, where the construction gives one.</summary>
    public double KnownBelow { get; init; } = double.NegativeInfinity;
}
