using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature.Functions;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// A loss L(θ) of n parameters with as many of its derivatives as the caller has: gradient, Hessian-vector product, Hessian. What is missing is made
/// by differences from what is there, with an estimate of its error.
/// </summary>
/// <remarks>
/// <para>
/// Made from functions by <see cref="Create"/>; or derived from, which saves the copies of θ where n is large. The price of what is missing, in
/// evaluations of the caller's functions:
/// </para>
/// <list type="table">
/// <listheader><term>Missing</term><description>Made from, price, scratch memory beside the result</description></listheader>
/// <item><term>gradient</term><description>losses: 4n to about 9n, 24n + 33 at most; 1 vector</description></item>
/// <item><term>product</term><description>Hessian: 1, kept for the next product at the same θ; gradients: 7, and up to 12 more at a rough place,
/// 6 vectors; losses: 8n + 33 at most, 2 vectors</description></item>
/// <item><term>Hessian</term><description>n products: n, or 6n + 1 gradients; losses: 4n² + 33 at most</description></item>
/// </list>
/// <para>
/// Where parameters differ in size, 32-fold or more, differences of up to 64 of them, or of those that have names, first find a scale for each: a
/// loss, and mostly four for each, or twelve.
/// </para>
/// <para>Evaluations are counted. Used by one thread at a time.</para>
/// </remarks>
public abstract partial class Objective
{
    private readonly ObjectiveOptions _options;
    private long _losses;
    private long _gradients;
    private long _products;
    private long _hessians;

    /// <summary>An objective.</summary>
    /// <param name="options">What is known about the loss; null for the defaults.</param>
    protected Objective(ObjectiveOptions? options = null) => _options = options ?? ObjectiveOptions.Default;

    /// <summary>How often the caller's own functions were evaluated so far.</summary>
    public virtual EvaluationCounts Evaluations => new(_losses, _gradients, _products, _hessians);

    /// <summary>What is known about the loss.</summary>
    public ObjectiveOptions Options => _options;

    /// <summary>
    /// Asked before each evaluation of the caller's functions: a Hessian or a product that is made of many is left between two of them, by an
    /// <see cref="OperationCanceledException"/>.
    /// </summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>True if the gradient is the caller's own, exact but for rounding; false if it is made from differences of losses.</summary>
    public virtual bool HasGradient => false;

    /// <summary>True if the Hessian-vector product is the caller's own (or comes from the caller's Hessian), exact but for rounding.</summary>
    public virtual bool HasProduct => HasHessian;

    /// <summary>True if the Hessian is the caller's own, exact but for rounding.</summary>
    public virtual bool HasHessian => false;

    /// <summary>The third and fourth derivatives: exact ones, or by differences of products.</summary>
    /// <param name="normOfHessian">‖H‖₂, about, where they are taken.</param>
    internal virtual IHigherDerivatives HigherDerivatives(double normOfHessian) => new DifferencedDerivatives(this) { NormOfHessian = normOfHessian };

    /// <summary>Enclosures of the loss over boxes of θ; null where there are none.</summary>
    internal virtual ILossEnclosures? Enclosures => null;

    /// <summary>Derivatives along rays; null where the objective has none.</summary>
    internal virtual IOneSidedDerivatives? OneSidedDerivatives => null;

    /// <summary>The mini-batches that the loss is a sum over; null where it is not a sum over several.</summary>
    internal virtual IBatchCurvature? Batches => null;

    /// <summary>How many mini-batches one evaluation takes: what a price is counted in. 1 unless the loss is a mean over batches.</summary>
    public virtual int BatchCount => 1;

    /// <summary>An objective of the caller's functions. Each is handed a new vector every time.</summary>
    /// <param name="loss">L(θ).</param>
    /// <param name="gradient">∇L(θ), n entries; null if there is none.</param>
    /// <param name="product">(θ, v) ↦ ∇²L(θ)·v, n entries; null if there is none.</param>
    /// <param name="hessian">∇²L(θ), n × n and symmetric; null if there is none.</param>
    /// <param name="options">What is known about the loss; null for the defaults.</param>
    /// <param name="smoothRadius">The radius around θ within which the loss is smooth (<see cref="SmoothRadius"/>); null if
    /// it cannot be told.</param>
    /// <exception cref="ArgumentNullException">The loss is null.</exception>
    public static Objective Create(
        Func<Vector<double>, double> loss,
        Func<Vector<double>, Vector<double>>? gradient = null,
        Func<Vector<double>, Vector<double>, Vector<double>>? product = null,
        Func<Vector<double>, Matrix<double>>? hessian = null,
        ObjectiveOptions? options = null,
        Func<Vector<double>, double>? smoothRadius = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return new FunctionObjective(loss, gradient, product, hessian, options, smoothRadius);
    }

    /// <summary>L(θ).</summary>
    /// <param name="theta">θ, n entries.</param>
    /// <exception cref="ArgumentException">θ has not the length of the layout.</exception>
    /// <exception cref="InvalidOperationException">The loss is not finite.</exception>
    public double Loss(ReadOnlySpan<double> theta)
    {
        var loss = LossOrNotFinite(theta);
        return double.IsFinite(loss)
            ? loss
            : throw new NotFiniteValueException(string.Create(CultureInfo.InvariantCulture, $"The loss is {loss}; it must be finite."));
    }

    /// <summary>∇L(θ): the caller's own, or by central differences of losses.</summary>
    /// <remarks>
    /// Without a gradient of the caller's, every coordinate has its own step, of least total error; it is found from the steps h and 2h, and the next
    /// coordinate starts with it.
    /// </remarks>
    /// <param name="theta">θ, n entries.</param>
    /// <param name="gradient">∇L(θ), n entries; must not overlap θ.</param>
    /// <returns>An estimate of the error of the gradient in the 2-norm, rounding of the caller's arithmetic aside: 0 where it is
    /// the caller's own.</returns>
    /// <exception cref="ArgumentException">θ has not the length of the layout, or the gradient not that of θ.</exception>
    /// <exception cref="InvalidOperationException">A value of the caller's function is not finite.</exception>
    public double Gradient(ReadOnlySpan<double> theta, Span<double> gradient) => GradientWithError(theta, gradient).Norm;

    /// <summary>∇²L(θ)·v: the caller's own, or by differences of gradients, or of losses where there is no gradient.</summary>
    /// <remarks>
    /// <para>
    /// From gradients: D(t) = (∇L(θ + tv) − ∇L(θ − tv))/2t at the steps 8t, t, t/8. Let a be ‖D(t) − D(t/8)‖, b be ‖D(8t) − D(t)‖. Truncation grows
    /// as t², so that b is 64a; noise as 1/t, so that b is a/8. As long as a is not as small as rounding, nor twice in a row what noise is, the
    /// steps were too long, and the next shorter one is tried, eight in all. Then D(t) is off by a/8 + min(a, b/63), D(t/8) by a + min(a, b/63)/64;
    /// where the last a and b still fit neither law, D(t/8) by a. The better one is taken, and twice that is returned, what a kink makes of it
    /// (below), and four units of rounding.
    /// </para>
    /// <para>
    /// Kinks, as of ReLU, may lie within all the steps. So the one-sided differences are compared too: S(t) = (∇L(θ + tv) − 2∇L(θ) + ∇L(θ − tv))/t.
    /// For a smooth loss it is odd in t, and S(t) − S(8t)/8 is nothing but rounding and a term in t³. Where the gradient jumps by J within t, it is
    /// 63/64 of J/t, and D(t) off by J/2t; where the Hessian jumps at θ, 7/8 of that jump, and D(t) off by half of it. Seven tenths of it are added
    /// to the error.
    /// </para>
    /// <para>
    /// The product is that of the smooth piece at θ, and what is concluded from it holds within that piece only. Two short steps agree and miss
    /// a kink beyond them; the long one shows it, and the overload with a kink distance tells it. A kink beyond 8t is not seen.
    /// </para>
    /// <para>The first step moves the coordinates that v moves by about ∛(3u) of the scale of the parameters, u the unit roundoff of the loss.</para>
    /// </remarks>
    /// <param name="theta">θ, n entries.</param>
    /// <param name="vector">v, n entries, finite.</param>
    /// <param name="product">∇²L(θ)·v, n entries; must not overlap θ or v.</param>
    /// <returns>An estimate of the error of the product in the 2-norm, in the units of the product: 0 where it is the caller's own.</returns>
    /// <exception cref="ArgumentException">θ has not the length of the layout, v or the product not that of θ, or v is not finite.</exception>
    /// <exception cref="InvalidOperationException">A value of the caller's function is not finite, or has the wrong length.</exception>
    public double Product(ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, Span<double> product) =>
        Product(theta, vector, product, out _);

    /// <summary>The same, and how near a kink of the loss was seen.</summary>
    /// <inheritdoc cref="Product(ReadOnlySpan{double}, ReadOnlySpan{double}, Span{double})"/>
    /// <param name="theta">θ, n entries.</param>
    /// <param name="vector">v, n entries, finite.</param>
    /// <param name="product">∇²L(θ)·v, n entries; must not overlap θ or v.</param>
    /// <param name="kinkDistance">
    /// The distance from θ, along v, within which the Hessian was seen to change as that of a smooth function does not: b > 300a in the terms above.
    /// In the units of the parameters; ∞ if nothing was seen, or the product is no difference of gradients. A suspicion.
    /// </param>
    public double Product(ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, Span<double> product, out double kinkDistance)
    {
        ThrowIfProductDiffers(theta, vector, product);
        return OwnOrDifferenced(theta, vector, product, null, out kinkDistance).Norm;
    }

    /// <summary>The same for many products at one θ: ∇L(θ), where differences need it, is evaluated by the first.</summary>
    internal double Product(
        ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, Span<double> product, ref double[]? gradient, out double kinkDistance) =>
        ProductWithError(theta, vector, product, ref gradient, out kinkDistance).Norm;

    private DifferenceError ProductWithError(
        ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, Span<double> product, ref double[]? gradient, out double kinkDistance)
    {
        ThrowIfProductDiffers(theta, vector, product);
        if (!HasProduct && HasGradient && gradient is null)
            OwnGradient(theta, gradient = new double[theta.Length]);
        return OwnOrDifferenced(theta, vector, product, gradient, out kinkDistance);
    }

    private void ThrowIfProductDiffers(ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, ReadOnlySpan<double> product)
    {
        ThrowIfLayoutDiffers(theta.Length, nameof(theta));
        ThrowIfLengthDiffers(vector.Length, theta.Length, nameof(vector));
        ThrowIfLengthDiffers(product.Length, theta.Length, nameof(product));
        if (!Reduction.IsFinite(vector))
        {
            var bad = FirstNotFinite(vector);
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"Entry {Describe(bad)} of the vector is {vector[bad]}; it must be finite."), nameof(vector));
        }
    }

    private DifferenceError OwnOrDifferenced(
        ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, Span<double> product, double[]? gradient, out double kinkDistance)
    {
        if (!HasProduct)
            return DifferenceProduct(theta, vector, product, gradient, out kinkDistance);
        kinkDistance = double.PositiveInfinity;
        OwnProduct(theta, vector, product);
        ThrowIfNotFinite(product, "Hessian-vector product");
        return default;
    }

    /// <summary>∇²L(θ), n × n and symmetric: the caller's own, or from n products, or from second differences of losses.</summary>
    /// <param name="theta">θ, n entries.</param>
    /// <param name="error">
    /// An estimate of the error of the matrix in the 2-norm: 0 where it is the caller's own. Where it is made from products, the Frobenius norm of
    /// their errors, or half that of the asymmetry H − Hᵀ if it is larger (of which a true Hessian has none).
    /// </param>
    /// <returns>A new matrix, or the one that the caller's function returned.</returns>
    /// <exception cref="ArgumentException">θ has not the length of the layout.</exception>
    /// <exception cref="InvalidOperationException">A value of the caller's function is not finite, or has the wrong size.</exception>
    public Matrix<double> Hessian(ReadOnlySpan<double> theta, out double error)
    {
        (var hessian, var errors, _) = HessianWithError(theta);
        error = errors.Norm;
        return hessian;
    }

    /// <summary>
    /// A radius around θ within which the loss is smooth: of a ReLU network, within which no unit of any example changes sides. 0 where θ lies on a
    /// kink, ∞ where the loss has none; null where the objective cannot tell.
    /// </summary>
    /// <param name="theta">θ, n entries.</param>
    /// <exception cref="ArgumentException">θ has not the length of the layout.</exception>
    /// <exception cref="InvalidOperationException">The radius is negative or NaN.</exception>
    public double? SmoothRadius(ReadOnlySpan<double> theta)
    {
        ThrowIfLayoutDiffers(theta.Length, nameof(theta));
        return EvaluateSmoothRadius(theta) switch
        {
            null => null,
            { } radius and >= 0 => radius,
            { } radius => throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"The radius within which the loss is smooth is {radius}; it must not be negative.")),
        };
    }

    /// <summary>L(θ), evaluated by the caller's function.</summary>
    protected abstract double EvaluateLoss(ReadOnlySpan<double> theta);

    /// <summary>The caller's own gradient. Called only where <see cref="HasGradient"/>; every entry must be written.</summary>
    protected virtual void EvaluateGradient(ReadOnlySpan<double> theta, Span<double> gradient) =>
        throw new NotSupportedException($"{GetType().Name} says that it has a gradient; it must override {nameof(EvaluateGradient)}.");

    /// <summary>The caller's own Hessian-vector product. Called only where <see cref="HasProduct"/>; every entry must be written.</summary>
    /// <remarks>Unless overridden, the product with the caller's Hessian, which is kept as long as θ stays the same.</remarks>
    protected virtual void EvaluateProduct(ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, Span<double> product)
    {
        if (!HasHessian)
            throw new NotSupportedException($"{GetType().Name} says that it has a product; it must override {nameof(EvaluateProduct)}.");
        if (_keptHessian is null || !theta.SequenceEqual(_keptTheta))
        {
            _keptHessian = OwnHessian(theta);
            _keptTheta = theta.ToArray();
        }

        var result = _keptHessian.Multiply(Vector<double>.Build.Dense(vector.ToArray()));
        (result.AsArray() ?? result.ToArray()).CopyTo(product);
    }

    /// <summary>The caller's own Hessian. Called only where <see cref="HasHessian"/>.</summary>
    protected virtual Matrix<double> EvaluateHessian(ReadOnlySpan<double> theta) =>
        throw new NotSupportedException($"{GetType().Name} says that it has a Hessian; it must override {nameof(EvaluateHessian)}.");

    /// <summary>The radius of <see cref="SmoothRadius"/>. Unless overridden, null.</summary>
    protected virtual double? EvaluateSmoothRadius(ReadOnlySpan<double> theta) => null;

    /// <summary>An entry of θ as a message names it: "w2[3,17] (θ[1234])", or "1234" without a layout.</summary>
    internal string Describe(int index) => _options.Layout is { } layout
        ? string.Create(CultureInfo.InvariantCulture, $"{layout.Describe(index)} (θ[{index}])")
        : index.ToString(CultureInfo.InvariantCulture);

    /// <summary>L(θ), which may be NaN or an infinity: a search takes a shorter step then.</summary>
    /// <param name="theta">θ, n entries.</param>
    /// <exception cref="ArgumentException">θ has not the length of the layout.</exception>
    public double LossOrNotFinite(ReadOnlySpan<double> theta)
    {
        ThrowIfLayoutDiffers(theta.Length, nameof(theta));
        Cancellation.ThrowIfCancellationRequested();
        _losses++;
        return EvaluateLoss(theta);
    }

    /// <summary>The caller's own gradient, with whatever entries it has.</summary>
    internal void OwnGradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        Cancellation.ThrowIfCancellationRequested();
        gradient.Fill(double.NaN); // An entry that is not written is found.
        _gradients++;
        EvaluateGradient(theta, gradient);
    }

    /// <summary>The caller's own product, with whatever entries it has.</summary>
    internal void OwnProduct(ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, Span<double> product)
    {
        Cancellation.ThrowIfCancellationRequested();
        product.Fill(double.NaN);
        _products++;
        EvaluateProduct(theta, vector, product);
    }

    private Matrix<double> OwnHessian(ReadOnlySpan<double> theta)
    {
        Cancellation.ThrowIfCancellationRequested();
        _hessians++;
        var n = theta.Length;
        var hessian = EvaluateHessian(theta) ?? throw new InvalidOperationException("The Hessian is null.");
        if (hessian.RowCount != n || hessian.ColumnCount != n)
            throw new InvalidOperationException($"The Hessian is {hessian.RowCount}×{hessian.ColumnCount}; it must be {n}×{n}.");
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
            {
                if (!double.IsFinite(hessian[i, j]))
                {
                    throw new NotFiniteValueException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"The entry of the Hessian in row {Describe(i)}, column {Describe(j)} is {hessian[i, j]}; it must be finite."));
                }
            }
        }

        return hessian;
    }

    /// <summary>Refuses a θ that has not the length of the layout, if there is a layout.</summary>
    internal void ThrowIfLayoutDiffers(int length, string argument)
    {
        if (_options.Layout is { } layout && length != layout.Length)
            throw new ArgumentException($"θ has {length} entries; the layout {layout} has {layout.Length}.", argument);
        if (_options.ParameterScale is { Count: > 1 } scales && length != scales.Count)
            throw new ArgumentException($"θ has {length} entries; there are {scales.Count} parameter scales.", argument);
    }

    private static void ThrowIfLengthDiffers(int length, int needed, string argument)
    {
        if (length != needed)
            throw new ArgumentException($"The {argument} has {length} entries; θ has {needed}.", argument);
    }

    private void ThrowIfNotFinite(ReadOnlySpan<double> result, string what)
    {
        if (Reduction.IsFinite(result))
            return;
        var bad = FirstNotFinite(result);
        throw new NotFiniteValueException(string.Create(
            CultureInfo.InvariantCulture, $"Entry {Describe(bad)} of the {what} is {result[bad]}; it must be finite."));
    }

    private static int FirstNotFinite(ReadOnlySpan<double> values)
    {
        var bad = 0;
        while (double.IsFinite(values[bad]))
            bad++;
        return bad;
    }
}
