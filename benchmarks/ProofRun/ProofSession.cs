namespace Optimizers.ProofRun;

/// <summary>All subjects on all cases, tallied by subject and family.</summary>
internal sealed class ProofSession
{
    /// <summary>The certificates that are put to the proof.</summary>
    public static IReadOnlyList<IProofSubject> Subjects { get; } =
        [new DefinitenessSubject(), new CurvatureSubject(), new InertiaSubject(), new CertificateSubject()];

    /// <summary>The tallies, in the order in which they first came up.</summary>
    public Dictionary<(string Subject, bool IsAdversarial, string Family), Tally> Tallies { get; } = [];

    /// <summary>Matrices drawn at random so far.</summary>
    public int Random { get; private set; }

    /// <summary>Matrices built against the certificates so far.</summary>
    public int Adversarial { get; private set; }

    /// <summary>The first statements that were false, or owed and missed: subject, family and seed.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Everything together.</summary>
    public Tally Total
    {
        get
        {
            var total = new Tally();
            foreach (var tally in Tallies.Values)
                total.Add(tally);
            return total;
        }
    }

    /// <summary>Puts every certificate to every case.</summary>
    public ProofSession Run(IEnumerable<ProofCase> cases)
    {
        foreach (var matrix in cases)
        {
            if (matrix.IsAdversarial)
                Adversarial++;
            else
                Random++;
            foreach (var subject in Subjects)
                Examine(subject, matrix);
        }

        return this;
    }

    private void Examine(IProofSubject subject, ProofCase matrix)
    {
        var key = (subject.Name, matrix.IsAdversarial, matrix.Family);
        if (!Tallies.TryGetValue(key, out var tally))
            Tallies[key] = tally = new Tally();
        var (wrong, missed) = (tally.False, tally.Missed);
        subject.Examine(matrix, tally);
        if ((tally.False > wrong || tally.Missed > missed) && Failures.Count < 40)
            Failures.Add($"{subject.Name}, {matrix.Family}, n = {matrix.Dimension}, seed {matrix.Seed}: {(tally.False > wrong ? "false" : "missed")}");
    }
}
