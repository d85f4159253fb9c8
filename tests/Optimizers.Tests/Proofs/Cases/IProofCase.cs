namespace Optimizers.Tests.Proofs;

/// <summary>What certificates are tried on: a matrix, or a loss.</summary>
internal interface IProofCase
{
    /// <summary>What makes it hard.</summary>
    string Family { get; }

    /// <summary>True if it is built against the certificates, false if it is drawn at random.</summary>
    bool IsAdversarial { get; }

    /// <summary>n.</summary>
    int Dimension { get; }

    /// <summary>What it was made from; for what the subjects choose themselves.</summary>
    int Seed { get; }
}
