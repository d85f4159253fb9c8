namespace Optimizers.Curvature;

/// <summary>
/// The inertia of A between two shifts, proven: at least <see cref="Negative"/> eigenvalues are below <see cref="NegativeBelow"/>, at least
/// <see cref="Positive"/> above <see cref="PositiveAbove"/>, and at least <see cref="Between"/>, which are all the others, in
/// [<see cref="BetweenFrom"/>, <see cref="BetweenTo"/>].
/// </summary>
/// <remarks>
/// From an <see cref="InertiaProof"/> at each end of [σ₁, σ₂], with radii r₁ and r₂: n₋ of A − σ₁I are below σ₁ + r₁ and the other n − n₋ above
/// σ₁ − r₁; n₊ of A − σ₂I are above σ₂ − r₂ and the other n − n₊ below σ₂ + r₂; so n − n₋ − n₊ are in [σ₁ − r₁, σ₂ + r₂]. With σ = ±τ and r &lt; τ
/// the first are negative, the second positive, and the rest flat to τ + r.
/// </remarks>
internal readonly record struct InertiaBounds
{
    /// <summary>n₋.</summary>
    public int Negative { get; private init; }

    /// <summary>n − n₋ − n₊.</summary>
    public int Between { get; private init; }

    /// <summary>n₊.</summary>
    public int Positive { get; private init; }

    /// <summary>σ₁ + r₁ + δ.</summary>
    public double NegativeBelow { get; private init; }

    /// <summary>σ₁ − r₁ − δ.</summary>
    public double BetweenFrom { get; private init; }

    /// <summary>σ₂ + r₂ + δ.</summary>
    public double BetweenTo { get; private init; }

    /// <summary>σ₂ − r₂ − δ.</summary>
    public double PositiveAbove { get; private init; }

    /// <summary>
    /// True if the counts are all of A's (or the true matrix's) inertia: the n₋ are certainly negative, the n₊ certainly positive.
    /// </summary>
    public bool IsSigned => NegativeBelow <= 0 && PositiveAbove >= 0;

    /// <summary>Counts the eigenvalues of every symmetric matrix within δ of (A + Aᵀ)/2 below, in and above [σ₁, σ₂]. Two <see cref="InertiaProof"/>s.</summary>
    /// <param name="a">A, n² finite entries, column by column.</param>
    /// <param name="n">The dimension.</param>
    /// <param name="lower">σ₁.</param>
    /// <param name="upper">σ₂ ≥ σ₁; where they are equal one factorization does.</param>
    /// <param name="error">δ ≥ 0, a bound on the 2-norm of A's own error; 0 for the matrix as it is.</param>
    /// <param name="cancellation">Asked before every panel.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static InertiaBounds Of(
        ReadOnlySpan<double> a, int n, double lower, double upper, double error = 0, CancellationToken cancellation = default)
    {
        var first = InertiaProof.Of(a, n, lower, cancellation);
        var last = lower == upper ? first : InertiaProof.Of(a, n, upper, cancellation);
        var (low, high) = (Rounding.SumAbove(first.Radius, error), Rounding.SumAbove(last.Radius, error));

        // An eigenvalue of D that is zero is on neither side.
        var isComplete = first.Below + first.Above == n && last.Below + last.Above == n && first.Below + last.Above <= n;
        return new()
        {
            Negative = first.Below,
            Between = isComplete ? n - first.Below - last.Above : 0,
            Positive = last.Above,
            NegativeBelow = Rounding.SumAbove(lower, low),
            BetweenFrom = Rounding.DifferenceBelow(lower, low),
            BetweenTo = Rounding.SumAbove(upper, high),
            PositiveAbove = Rounding.DifferenceBelow(upper, high),
        };
    }
}
