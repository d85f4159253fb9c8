using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// Eigenpairs by the Lanczos method (Lanczos, J. Res. Nat. Bur. Standards 45, 1950): the Ritz values of the Krylov space span(b, Ab, …, A^{k−1}b) of
/// a random b, which find both ends of the spectrum first.
/// </summary>
/// <remarks>
/// From one start vector exact arithmetic would find each eigenvalue once, however many eigenvectors it has. Where more than one pair is wanted at an
/// end, what was found is therefore deflated, and the extreme eigenvalue of the rest located from another start; it takes the place of the innermost
/// pair where it is farther out, until none is. That needs the vectors: values alone are those of distinct eigenvalues
/// (<see cref="EigenPairs.AreMultiplicitiesKnown"/>).
/// </remarks>
public sealed partial class Lanczos : EigenSolver
{
    /// <summary>Lanczos in one of its forms.</summary>
    /// <param name="form">What is kept of the basis.</param>
    /// <exception cref="ArgumentOutOfRangeException">The form is none.</exception>
    public Lanczos(LanczosForm form) =>
        Form = form is LanczosForm.WithoutReorthogonalization or LanczosForm.FullReorthogonalization or LanczosForm.ThickRestart
            ? form
            : throw new ArgumentOutOfRangeException(nameof(form), form, "The form is not one of Lanczos' forms.");

    /// <summary>What is kept of the basis.</summary>
    public LanczosForm Form { get; }

    private protected override EigenPairs Solve(SymmetricOperator @operator, WantedPairs wanted, CancellationToken cancellationToken)
    {
        var work = new VectorWork(MaxThreads);
        var products = new ScaledProducts(@operator, work, MaxProducts, cancellationToken);
        var found = Form switch
        {
            LanczosForm.WithoutReorthogonalization => SolveWithoutBasis(products, wanted),
            LanczosForm.FullReorthogonalization => SolveWithBasis(products, wanted),
            _ => SolveRestarted(products, wanted),
        };
        return WithCopies(@operator, wanted, found, cancellationToken);
    }

    /// <summary>
    /// After these steps the Ritz values are looked at: every one at first, then seldom enough that it costs little beside the products.
    /// </summary>
    private static bool IsTimeToLook(int steps, int lastLook) => steps < 32 || steps >= lastLook + (lastLook / 16);

    private EigenPairs SolveWithBasis(ScaledProducts products, WantedPairs wanted)
    {
        var verification = WithVectors ? wanted.Total : 0;
        RequireProducts(1L + verification, wanted);
        RequireMemory(
            Math.Min(wanted.Total + 3L, wanted.Dimension + 1L), wanted, "Lanczos with full reorthogonalization",
            "Lanczos without reorthogonalization needs 3 for values alone.");
        var process = new LanczosProcess(products, reorthogonalize: true, Seed);
        var found = false;
        double[] values, last;
        var lastLook = 0;
        while (true)
        {
            process.Advance();
            found |= process.IsExhausted && process.Steps < wanted.Dimension;
            var mayGoOn = products.Allows(verification + 1L)
                && process.Steps < wanted.Dimension
                && process.MemoryVectors < (MemoryVectors ?? int.MaxValue);
            if (mayGoOn && !process.IsExhausted && !IsTimeToLook(process.Steps, lastLook))
                continue;
            lastLook = process.Steps;
            (values, last) = Ritz(process);
            var converged = Look(products, process, wanted, values, last);
            if (converged == wanted.Total || !mayGoOn)
                break;
            if (!process.IsExhausted)
                continue;
            if (process.Steps >= wanted.Total)
                break;
            process.Renew();
        }

        var chosen = wanted.Among(values.Length).ToArray();
        var beta = process.Betas[^1];
        var largest = LargestMagnitude(values);
        List<EigenPair> pairs;
        if (WithVectors)
        {
            var basis = process.Basis;
            Combine(products, basis, process, chosen);
            pairs = Verify(products, basis[..chosen.Length], new double[wanted.Dimension]);
        }
        else
        {
            pairs = [.. chosen.Select(i => new EigenPair(
                products.Unscale(values[i]), products.Unscale(beta * Math.Abs(last[i])), products.Error, false, null))];
        }

        return new(pairs)
        {
            HasConverged = AreConverged(pairs, wanted, products.Unscale(largest)),
            Products = products.Count,
            Steps = process.Steps,
            Restarts = process.Renewals,
            IsSingleKrylovSpace = process.Renewals == 0,
            IsReorthogonalized = true,
            FoundInvariantSubspace = found,
            Seed = Seed,
            MemoryVectors = process.MemoryVectors,
        };
    }

    /// <summary>The Ritz values, ascending, and the last components of their vectors.</summary>
    private static (double[] Values, double[] Last) Ritz(LanczosProcess process)
    {
        var values = process.Alphas.ToArray();
        var last = new double[values.Length];
        last[^1] = 1;
        SymmetricTridiagonal.Solve(values, process.Betas.ToArray(), last);
        return (values, last);
    }

    private int Look(ScaledProducts products, LanczosProcess process, WantedPairs wanted, double[] values, double[] last)
    {
        var tolerance = Tolerance * LargestMagnitude(values);
        var (converged, worst) = (0, 0.0);
        foreach (var i in wanted.Among(values.Length))
        {
            var residual = process.Betas[^1] * Math.Abs(last[i]);
            worst = Math.Max(worst, residual);
            if (residual <= tolerance || process.IsExhausted)
                converged++;
        }

        Report(products, converged, wanted, values[0], values[^1], worst);
        return converged;
    }

    /// <summary>The first vectors of the basis become the chosen Ritz vectors.</summary>
    private static void Combine(ScaledProducts products, double[][] basis, LanczosProcess process, int[] chosen)
    {
        var k = process.Steps;
        var rows = new double[k][];
        for (var j = 0; j < k; j++)
        {
            rows[j] = new double[k];
            rows[j][j] = 1;
        }

        SymmetricTridiagonal.Solve(process.Alphas.ToArray(), process.Betas.ToArray(), rows);
        var s = new double[k * chosen.Length];
        for (var i = 0; i < chosen.Length; i++)
        {
            for (var j = 0; j < k; j++)
                s[j + (i * k)] = rows[j][chosen[i]];
        }

        products.Work.Rotate(basis, k, s, chosen.Length, products.Dimension);
    }

    private static double LargestMagnitude(double[] ascending) => Math.Max(Math.Abs(ascending[0]), Math.Abs(ascending[^1]));
}
