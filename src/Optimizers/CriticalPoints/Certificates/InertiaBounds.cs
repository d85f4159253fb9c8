using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// The inertia of A between two shifts, proven: at least <see cref="Negative"/> eigenvalues are below <see cref="NegativeBelow"/>, at least
/// <see cref="Positive"/> above <see cref="PositiveAbove"/>, and at least <see cref="Between"/>, which are all the others, in
/// [<see cref="BetweenFrom"/>, <see cref="BetweenTo"/>]. Two factorizations, where all eigenvalues would be too dear.
/// </summary>
/// <remarks>
/// From LDLᵀ and its residual at each end of [σ₁, σ₂], with radii r₁ and r₂: n₋ of A − σ₁I are below σ₁ + r₁ and the other n − n₋ above
/// σ₁ − r₁; n₊ of A − σ₂I are above σ₂ − r₂ and the other n − n₊ below σ₂ + r₂; so n − n₋ − n₊ are in [σ₁ − r₁, σ₂ + r₂]. With σ = ±τ and r &lt; τ
/// the first are negative, the second positive, and the rest flat to τ + r.
/// </remarks>
public readonly record struct InertiaBounds
{
    /// <summary>n₋: at least so many are below <see cref="NegativeBelow"/>.</summary>
    public int Negative { get; private init; }

    /// <summary>n − n₋ − n₊, which are in [<see cref="BetweenFrom"/>, <see cref="BetweenTo"/>].</summary>
    public int Between { get; private init; }

    /// <summary>n₊: at least so many are above <see cref="PositiveAbove"/>.</summary>
    public int Positive { get; private init; }

    /// <summary>σ₁ + r₁ + δ, rounded outward; in the units of A.</summary>
    public double NegativeBelow { get; private init; }

    /// <summary>σ₁ − r₁ − δ, rounded outward; in the units of A.</summary>
    public double BetweenFrom { get; private init; }

    /// <summary>σ₂ + r₂ + δ, rounded outward; in the units of A.</summary>
    public double BetweenTo { get; private init; }

    /// <summary>σ₂ − r₂ − δ, rounded outward; in the units of A.</summary>
    public double PositiveAbove { get; private init; }

    /// <summary>True if the n₋ are certainly negative and the n₊ certainly positive.</summary>
    public bool IsSigned => NegativeBelow <= 0 && PositiveAbove >= 0;

    /// <summary>
    /// Counts the eigenvalues of every symmetric matrix within δ of (A + Aᵀ)/2 below, in and above [σ₁, σ₂]. O(4n³/3) time,
    /// two copies of A in memory.
    /// </summary>
    /// <param name="matrix">A, n × n, finite, symmetric but for rounding: a Hessian. It is not changed.</param>
    /// <param name="lower">σ₁, finite.</param>
    /// <param name="upper">σ₂ ≥ σ₁, finite.</param>
    /// <param name="error">δ ≥ 0, a bound on the 2-norm of A's own error; 0 for the matrix as it is.</param>
    /// <param name="cancellation">Ends it with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentNullException">The matrix is null.</exception>
    /// <exception cref="ArgumentException">The matrix is not square, or has an entry that is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A shift is not finite, or the upper below the lower; the error is negative
    /// or not finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static InertiaBounds Of(
        Matrix<double> matrix, double lower, double upper, double error = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var n = matrix.RowCount;
        if (matrix.ColumnCount != n)
            throw new ArgumentException($"The matrix must be square; it is {n}×{matrix.ColumnCount}.", nameof(matrix));
        if (!double.IsFinite(lower))
            throw new ArgumentOutOfRangeException(nameof(lower), lower, "The shift must be finite.");
        if (!(double.IsFinite(upper) && upper >= lower))
            throw new ArgumentOutOfRangeException(nameof(upper), upper,
                $"The upper shift must be finite and not below the lower, {BoundText.Nearest(lower)}.");
        Arguments.NotNegative(error, nameof(error));
        var entries = matrix.ToColumnMajorArray();
        Arguments.ThrowIfNotFinite(entries, nameof(matrix), "matrix", k => $"a[{k % n},{k / n}]");
        return Of(entries, n, lower, upper, error, cancellation);
    }

    /// <summary>The same of every symmetric matrix within δ more.</summary>
    /// <param name="error">δ ≥ 0.</param>
    internal InertiaBounds Within(double error) => this with
    {
        NegativeBelow = Rounding.SumAbove(NegativeBelow, error),
        BetweenFrom = Rounding.DifferenceBelow(BetweenFrom, error),
        BetweenTo = Rounding.SumAbove(BetweenTo, error),
        PositiveAbove = Rounding.DifferenceBelow(PositiveAbove, error),
    };

    /// <summary>"3 eigenvalues below -0.01, 440 in [-0.01, 0.01], 567 above 0.01", each number rounded so that it stays true.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        if (Negative > 0)
            parts.Add($"{Negative} below {BoundText.Above(NegativeBelow)}");
        if (Between > 0)
            parts.Add($"{Between} in [{BoundText.Below(BetweenFrom)}, {BoundText.Above(BetweenTo)}]");
        if (Positive > 0)
            parts.Add($"{Positive} above {BoundText.Below(PositiveAbove)}");
        if (parts.Count == 0)
            return "no eigenvalue counted";
        var first = parts[0];
        parts[0] = first.Insert(first.IndexOf(' ', StringComparison.Ordinal),
            first.StartsWith("1 ", StringComparison.Ordinal) ? " eigenvalue" : " eigenvalues");
        return string.Join(", ", parts);
    }

    /// <summary>As above, by two <see cref="InertiaProof"/>s.</summary>
    /// <param name="a">A, n² finite entries, column by column.</param>
    /// <param name="n">The dimension.</param>
    /// <param name="lower">σ₁.</param>
    /// <param name="upper">σ₂ ≥ σ₁; where they are equal one factorization does.</param>
    /// <param name="error">δ ≥ 0, a bound on the 2-norm of A's own error; 0 for the matrix as it is.</param>
    /// <param name="cancellation">Asked before every panel.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal static InertiaBounds Of(
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
