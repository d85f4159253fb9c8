namespace Optimizers.Tests.Proofs;

/// <summary>All subjects on all cases, tallied by subject and family.</summary>
internal sealed class ProofSession
{
    /// <summary>The certificates of matrices that are put to the proof.</summary>
    public static IReadOnlyList<IProofSubject<ProofCase>> Subjects { get; } =
        [new DefinitenessSubject(), new CurvatureSubject(), new InertiaSubject(), new CertificateSubject(), new ProductSubject()];

    private static readonly IProofSubject<ProofCase>[] OfProducts = [new ProductSubject()];

    private static readonly IProofSubject<LossCase>[] OfLosses = [new LossSubject()];

    /// <summary>The tallies, in the order in which they first came up.</summary>
    public Dictionary<(string Subject, bool IsAdversarial, string Family), Tally> Tallies { get; } = [];

    /// <summary>Matrices drawn at random so far.</summary>
    public int Random { get; private set; }

    /// <summary>Matrices built against the certificates so far.</summary>
    public int Adversarial { get; private set; }

    /// <summary>Functions so far.</summary>
    public int Functions { get; private set; }

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

    /// <summary>Puts every certificate of a matrix to every case.</summary>
    public ProofSession Run(IEnumerable<ProofCase> cases) => Run(cases, Subjects);

    /// <summary>Puts what is claimed from products alone to every case: they may be larger.</summary>
    public ProofSession RunProducts(IEnumerable<ProofCase> cases) => Run(cases, OfProducts);

    /// <summary>Puts the certificates of a loss to every case.</summary>
    public ProofSession Run(IEnumerable<LossCase> cases)
    {
        foreach (var loss in cases)
        {
            Functions++;
            foreach (var subject in OfLosses)
                Examine(subject, loss);
        }

        return this;
    }

    private ProofSession Run(IEnumerable<ProofCase> cases, IReadOnlyList<IProofSubject<ProofCase>> subjects)
    {
        foreach (var matrix in cases)
        {
            if (matrix.IsAdversarial)
                Adversarial++;
            else
                Random++;
            foreach (var subject in subjects)
                Examine(subject, matrix);
        }

        return this;
    }

    private void Examine<TCase>(IProofSubject<TCase> subject, TCase example) where TCase : IProofCase
    {
        var key = (subject.Name, example.IsAdversarial, example.Family);
        if (!Tallies.TryGetValue(key, out var tally))
            Tallies[key] = tally = new Tally();
        var (wrong, missed) = (tally.False, tally.Missed);
        subject.Examine(example, tally);
        if ((tally.False > wrong || tally.Missed > missed) && Failures.Count < 40)
            Failures.Add(
                $"{subject.Name}, {example.Family}, n = {example.Dimension}, seed {example.Seed}: {(tally.False > wrong ? "false" : "missed")}");
    }
}
