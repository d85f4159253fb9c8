namespace Optimizers.Tests.Proofs;

/// <summary>A kind of certificate that is put to the proof. A new one is a line in <see cref="ProofSession"/>.</summary>
internal interface IProofSubject<in TCase> where TCase : IProofCase
{
    /// <summary>What it proves, in the words of the report.</summary>
    string Name { get; }

    /// <summary>Tries its statements on a case, and compares them with the truth.</summary>
    void Examine(TCase example, Tally tally);
}
