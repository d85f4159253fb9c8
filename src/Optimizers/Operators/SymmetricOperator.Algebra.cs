using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

// Operators made of operators: one product of the new one takes one product of each part. A composition is exact where its parts are, and its
// ProductError is theirs times the norm of what is put around them.
public abstract partial class SymmetricOperator
{
    /// <summary>A + σI: every eigenvalue moves by σ, the eigenvectors stay.</summary>
    /// <param name="shift">σ, finite, in the units of A.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shift is not finite.</exception>
    public SymmetricOperator Shift(double shift) => new ShiftedOperator(this, Finite(shift, nameof(shift)));

    /// <summary>cA: every eigenvalue is multiplied with c; −1 turns the spectrum around.</summary>
    /// <param name="factor">c, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not finite.</exception>
    public SymmetricOperator Scale(double factor) => new ScaledOperator(this, Finite(factor, nameof(factor)));

    /// <summary>
    /// DAD with D = diag(d): A as it looks in the variables D⁻¹θ. The numbers of negative, zero and positive eigenvalues stay, if no entry of d is 0
    /// (Sylvester's law of inertia).
    /// </summary>
    /// <param name="diagonal">d, n finite entries. It is copied.</param>
    /// <exception cref="ArgumentNullException">The diagonal is null.</exception>
    /// <exception cref="ArgumentException">The diagonal has another length, or an entry that is not finite.</exception>
    public SymmetricOperator Scale(Vector<double> diagonal)
    {
        ArgumentNullException.ThrowIfNull(diagonal);
        ThrowIfLengthDiffers(diagonal.Count, nameof(diagonal));
        return new DiagonallyScaledOperator(this, Entries(diagonal, double.IsFinite, "finite"));
    }

    /// <summary>
    /// P^(−½)AP^(−½) with P = diag(p): the curvature that a step θ ← θ − αP⁻¹g meets. It has the eigenvalues of P⁻¹A and is symmetric. For Adam and
    /// its kin p = √v̂ + ε (Cohen et al. 2022, "Adaptive gradient methods at the edge of stability", arXiv 2207.14484).
    /// </summary>
    /// <param name="diagonal">p, n finite entries &gt; 0. It is copied.</param>
    /// <exception cref="ArgumentNullException">The diagonal is null.</exception>
    /// <exception cref="ArgumentException">The diagonal has another length, or an entry that is not finite or not greater than 0.</exception>
    public SymmetricOperator Precondition(Vector<double> diagonal)
    {
        ArgumentNullException.ThrowIfNull(diagonal);
        ThrowIfLengthDiffers(diagonal.Count, nameof(diagonal));
        var p = Entries(diagonal, entry => double.IsFinite(entry) && entry > 0, "finite and greater than 0");
        return new DiagonallyScaledOperator(this, Array.ConvertAll(p, entry => 1 / Math.Sqrt(entry)));
    }

    /// <summary>A + B.</summary>
    /// <param name="other">B, of the same dimension.</param>
    /// <exception cref="ArgumentNullException">The other operator is null.</exception>
    /// <exception cref="ArgumentException">The other operator has another dimension.</exception>
    public SymmetricOperator Add(SymmetricOperator other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Dimension != Dimension)
            throw new ArgumentException($"The other operator has {other.Dimension} dimensions; this one has {Dimension}.", nameof(other));
        return new SumOperator(this, other);
    }

    /// <summary>
    /// The block A_bb of some coordinates b, on vectors of their number alone: of the parameters of one layer, it is the curvature of the loss while
    /// all other parameters stay. Two vectors of n entries in memory.
    /// </summary>
    /// <param name="coordinates">b, such as <c>100..200</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the n coordinates.</exception>
    public SymmetricOperator Block(Range coordinates)
    {
        var (start, length) = coordinates.GetOffsetAndLength(Dimension);
        return new BlockOperator(this, length == 0 ? [] : [new(start, length)]);
    }

    /// <inheritdoc cref="Block(Range)"/>
    /// <param name="coordinates">b, in the order that the block shall have them: different numbers from 0 to n − 1.</param>
    /// <exception cref="ArgumentNullException">The coordinates are null.</exception>
    /// <exception cref="ArgumentException">A coordinate is below 0, above n − 1 or named twice.</exception>
    public SymmetricOperator Block(IEnumerable<int> coordinates)
    {
        ArgumentNullException.ThrowIfNull(coordinates);
        return new BlockOperator(this, BlockOperator.Runs(coordinates, Dimension));
    }

    /// <summary>The block of some named parameters: of one layer, its weights and its biases.</summary>
    /// <param name="layout">Where each parameter lies in the n coordinates.</param>
    /// <param name="names">The parameters, in the order that the block shall have them.</param>
    /// <exception cref="ArgumentNullException">The layout is null, or a name.</exception>
    /// <exception cref="ArgumentException">The layout is not one of n coordinates, or a name is not in it or there twice.</exception>
    public SymmetricOperator Block(ParameterLayout layout, params string[] names)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(names);
        if (layout.Length != Dimension)
            throw new ArgumentException($"The layout {layout} has {layout.Length} coordinates; the operator has {Dimension}.", nameof(layout));
        var runs = new List<BlockOperator.Run>();
        foreach (var name in names)
        {
            var (start, length) = layout.RangeOf(name).GetOffsetAndLength(Dimension);
            if (names.Count(other => other == name) > 1)
                throw new ArgumentException($"The parameter {name} is named twice; a block has each parameter once.", nameof(names));
            runs.Add(new(start, length));
        }

        return new BlockOperator(this, runs);
    }

    /// <summary>QᵀAQ, p × p: A on the subspace that an orthonormal basis Q spans, in the coordinates of the basis (Rayleigh–Ritz).</summary>
    /// <param name="basis">The p columns of Q, n entries each, orthonormal to 10⁻¹⁰. Dense vectors are not copied and must not be written to.</param>
    /// <exception cref="ArgumentNullException">The basis is null, or a vector of it.</exception>
    /// <exception cref="ArgumentException">A vector has another length, or the vectors are not orthonormal.</exception>
    public SymmetricOperator Restrict(IEnumerable<Vector<double>> basis) => new RestrictedOperator(this, new OrthonormalBasis(basis, Dimension));

    /// <summary>PAP with P = QQᵀ: A on the subspace that an orthonormal basis Q spans, and 0 on its complement, in all n coordinates.</summary>
    /// <inheritdoc cref="Restrict"/>
    public SymmetricOperator Project(IEnumerable<Vector<double>> basis) => new ProjectedOperator(this, new OrthonormalBasis(basis, Dimension));

    /// <summary>
    /// PAP + μQQᵀ with P = I − QQᵀ: A on the complement of a subspace, and μ on the subspace itself. Eigenvectors that are known, or directions of a
    /// symmetry, are so taken out of the way of others.
    /// </summary>
    /// <remarks>
    /// If the basis spans an invariant subspace (AQ = QΛ, as eigenvectors do), the other eigenvalues of A stay. Else the eigenvalues of A are those
    /// on the complement together with those of QᵀAQ to within ‖PAQ‖₂ (Weyl), which is the norm of the residual AQ − Q(QᵀAQ).
    /// </remarks>
    /// <param name="basis">The columns of Q, n entries each, orthonormal to 10⁻¹⁰. Dense vectors are not copied and must not be written to.</param>
    /// <param name="value">μ, finite: where the deflated eigenvalues go, p of them. Default 0.</param>
    /// <exception cref="ArgumentNullException">The basis is null, or a vector of it.</exception>
    /// <exception cref="ArgumentException">A vector has another length, or the vectors are not orthonormal.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public SymmetricOperator Deflate(IEnumerable<Vector<double>> basis, double value = 0)
    {
        _ = Finite(value, nameof(value));
        return new ComplementOperator(this, new OrthonormalBasis(basis, Dimension), value);
    }

    private static double Finite(double value, string argument) =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(argument, value, $"The {argument} must be finite.");

    private static double[] Entries(Vector<double> diagonal, Predicate<double> isFine, string what)
    {
        var entries = diagonal.ToArray();
        var bad = Array.FindIndex(entries, entry => !isFine(entry));
        return bad < 0
            ? entries
            : throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Entry {bad} of the diagonal is {entries[bad]}; it must be {what}."), nameof(diagonal));
    }
}
