using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>A symmetric n×n matrix A that is known by its products Av alone, such as the Hessian of a network.</summary>
/// <remarks>Products are counted and checked; nothing else about A is assumed. Used by one thread at a time.</remarks>
public abstract partial class SymmetricOperator
{
    /// <summary>An operator on vectors of n entries.</summary>
    /// <param name="dimension">n ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is negative.</exception>
    protected SymmetricOperator(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(dimension);
        Dimension = dimension;
    }

    /// <summary>n.</summary>
    public int Dimension { get; }

    /// <summary>How many products have been taken.</summary>
    public long Products { get; private set; }

    /// <summary>
    /// True if a product is Av but for the rounding of its arithmetic; false if it is approximate, as from differences of gradients. What rests on
    /// approximate products is never called proven or probable.
    /// </summary>
    public virtual bool IsExact => true;

    /// <summary>
    /// The largest estimate so far of ‖computed − Av‖₂/‖v‖₂ over the products taken, rounding aside; 0 where
    /// <see cref="IsExact"/>. In the units of A.
    /// </summary>
    public virtual double ProductError => 0;

    /// <summary>What the products so far have cost: themselves, or the evaluations of the objective that they are made of.</summary>
    internal virtual EvaluationCounts Cost => new(0, 0, Products, 0);

    /// <summary>The operator of a matrix that is at hand.</summary>
    /// <param name="matrix">A, n × n and symmetric (which is not checked here). It is not copied.</param>
    /// <exception cref="ArgumentNullException">The matrix is null.</exception>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    public static SymmetricOperator FromMatrix(Matrix<double> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.RowCount != matrix.ColumnCount)
            throw new ArgumentException($"The matrix must be square; it is {matrix.RowCount}×{matrix.ColumnCount}.", nameof(matrix));
        return new FunctionOperator(matrix.RowCount, matrix.Multiply, 0);
    }

    /// <summary>The operator of a function v ↦ Av.</summary>
    /// <param name="dimension">n ≥ 0.</param>
    /// <param name="product">Av of a vector v, n entries each. It must not change v.</param>
    /// <param name="productError">
    /// A bound on ‖computed − Av‖₂/‖v‖₂ beyond the rounding of double arithmetic: of differences of gradients, of single precision. Finite, ≥ 0, in
    /// the units of A. Default 0: <see cref="IsExact"/>.
    /// </param>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The dimension or the error is negative, or the error is not finite.</exception>
    public static SymmetricOperator Create(int dimension, Func<Vector<double>, Vector<double>> product, double productError = 0)
    {
        ArgumentNullException.ThrowIfNull(product);
        if (!(double.IsFinite(productError) && productError >= 0))
            throw new ArgumentOutOfRangeException(nameof(productError), productError, "The error of a product must be finite and not negative.");
        return new FunctionOperator(dimension, product, productError);
    }

    /// <summary>Av.</summary>
    /// <param name="vector">v, n entries.</param>
    /// <param name="product">Av, n entries; must not overlap v.</param>
    /// <exception cref="ArgumentException">A length is not n.</exception>
    /// <exception cref="InvalidOperationException">The product has an entry that is not finite.</exception>
    public void Multiply(ReadOnlySpan<double> vector, Span<double> product)
    {
        ThrowIfLengthDiffers(vector.Length, nameof(vector));
        ThrowIfLengthDiffers(product.Length, nameof(product));
        Apply(vector, product);
        Products++;
        if (Reduction.IsFinite<double>(product))
            return;
        var bad = 0;
        while (double.IsFinite(product[bad]))
            bad++;
        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture, $"Entry {bad} of the operator's product number {Products} is {product[bad]}; a product must be finite."));
    }

    /// <summary>Av.</summary>
    /// <param name="vector">v, n entries.</param>
    /// <returns>Av, n entries.</returns>
    /// <inheritdoc cref="Multiply(ReadOnlySpan{double}, Span{double})"/>
    public Vector<double> Multiply(Vector<double> vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        var product = new double[vector.Count];
        Multiply(vector.AsArray() ?? vector.ToArray(), product);
        return Vector<double>.Build.Dense(product);
    }

    /// <summary>Writes Av. The lengths are n; every entry must be written.</summary>
    protected abstract void Apply(ReadOnlySpan<double> vector, Span<double> product);

    private void ThrowIfLengthDiffers(int length, string argument)
    {
        if (length != Dimension)
            throw new ArgumentException($"The {argument} has {length} entries; the operator needs {Dimension}.", argument);
    }

    private sealed class FunctionOperator(int dimension, Func<Vector<double>, Vector<double>> multiply, double error) : SymmetricOperator(dimension)
    {
        public override bool IsExact => error == 0;

        public override double ProductError => error;

        protected override void Apply(ReadOnlySpan<double> vector, Span<double> product)
        {
            var result = multiply(Vector<double>.Build.Dense(vector.ToArray()));
            if (result.Count != Dimension)
                throw new InvalidOperationException($"The operator's product has {result.Count} entries; it must have {Dimension}.");
            (result.AsArray() ?? result.ToArray()).CopyTo(product);
        }
    }
}
