namespace Optimizers.ProofRun;

/// <summary>A kind of certificate that is put to the proof. A new one is a line in <see cref="ProofSession.Subjects"/>.</summary>
internal interface IProofSubject
{
    /// <summary>What it proves, in the words of the report.</summary>
    string Name { get; }

    /// <summary>Tries its statements on a matrix, and compares them with the truth.</summary>
    void Examine(ProofCase matrix, Tally tally);
}
