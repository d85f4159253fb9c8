using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;
using Optimizers.Threads;

namespace Optimizers.Curvature;

/// <summary>The mean of the losses of batches, L(θ) = Σ w·Lᵦ(θ)/Σ w, with the derivatives that all of them have.</summary>
/// <remarks>
/// The results of the batches are added in the order of the batches, so that the bits do not depend on the number of threads. A gradient or product
/// needs one vector of n entries a thread beside the result.
/// </remarks>
public sealed class MiniBatchObjective : Objective, IBatchCurvature
{
    private readonly Objective[] _batches;
    private readonly double[] _weights;
    private readonly double _totalWeight;
    private readonly Crew _crew = new();
    private readonly EvaluationCounts[] _counts;
    private double[] _theta = [];
    private double[] _vector = [];
    private double[][] _buffers = [];

    /// <summary>The mean over batches.</summary>
    /// <param name="batches">At least one, none twice. They belong to this objective: nothing else may use them at the same time.</param>
    /// <param name="weights">w of each batch, such as its number of examples: finite, > 0. Null for equal weights.</param>
    /// <param name="maxThreads">
    /// How many batches may be evaluated at the same time, ≥ 1. Above 1 the functions behind the batches must not share anything
    /// they write to. Default 1.
    /// </param>
    /// <param name="options">What is known about the loss; null for what the batches say: the options of the first, with the
    /// largest error of all.</param>
    /// <exception cref="ArgumentNullException">The batches, or one of them, are null.</exception>
    /// <exception cref="ArgumentException">There is no batch, a batch comes twice, or there are not as many weights.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight, or the number of threads, is out of its range.</exception>
    public MiniBatchObjective(
        IEnumerable<Objective> batches, IEnumerable<double>? weights = null, int maxThreads = 1, ObjectiveOptions? options = null)
        : this(Check(batches), weights?.ToArray(), maxThreads, options)
    {
    }

    private MiniBatchObjective(Objective[] batches, double[]? weights, int maxThreads, ObjectiveOptions? options)
        : base(options ?? batches[0].Options with { LossError = batches.Max(batch => batch.Options.LossError) })
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxThreads, 1);
        if (weights is null)
        {
            weights = new double[batches.Length];
            Array.Fill(weights, 1);
        }

        if (weights.Length != batches.Length)
            throw new ArgumentException($"There are {weights.Length} weights for {batches.Length} batches.", nameof(weights));
        foreach (var weight in weights)
        {
            if (!(double.IsFinite(weight) && weight > 0))
                throw new ArgumentOutOfRangeException(nameof(weights), weight, "A weight must be finite and greater than zero.");
            _totalWeight += weight;
        }

        (_batches, _weights, MaxThreads) = (batches, weights, maxThreads);
        _counts = new EvaluationCounts[batches.Length];
    }

    /// <summary>B, the number of batches.</summary>
    public int Count => _batches.Length;

    /// <summary>How many batches may be evaluated at the same time.</summary>
    public int MaxThreads { get; }

    /// <inheritdoc/>
    internal override IBatchCurvature? Batches => Count > 1 ? this : null;

    /// <inheritdoc/>
    public override int BatchCount => Count;

    /// <summary>How often the functions of the batches were evaluated through this objective, all batches together.</summary>
    public override EvaluationCounts Evaluations
    {
        get
        {
            var sum = default(EvaluationCounts);
            foreach (var counts in _counts)
                sum += counts;
            return sum;
        }
    }

    /// <inheritdoc/>
    public override bool HasGradient => Array.TrueForAll(_batches, batch => batch.HasGradient);

    /// <inheritdoc/>
    public override bool HasProduct => Array.TrueForAll(_batches, batch => batch.HasProduct);

    /// <inheritdoc/>
    public override bool HasHessian => Array.TrueForAll(_batches, batch => batch.HasHessian);

    /// <summary>
    /// The mean over some of the batches, drawn without repetition, each as likely as any other; they keep their order and weights.
    /// </summary>
    /// <param name="count">How many: 1 to B.</param>
    /// <param name="seed">Chooses them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is not from 1 to B.</exception>
    public MiniBatchObjective Subsample(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        var random = new RandomEntries(seed);
        var order = new int[Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        for (var i = 0; i < count; i++)
        {
            var other = i + random.Below(i, Count - i);
            (order[i], order[other]) = (order[other], order[i]);
        }

        var drawn = order.AsSpan(0, count);
        drawn.Sort();
        var (batches, weights) = (new Objective[count], new double[count]);
        for (var i = 0; i < count; i++)
            (batches[i], weights[i]) = (_batches[drawn[i]], _weights[drawn[i]]);
        return new(batches, weights, MaxThreads, Options);
    }

    /// <summary>L(θ), with its standard error over the batches.</summary>
    /// <param name="theta">θ, n entries.</param>
    /// <param name="standardError">
    /// √(B/(B − 1)·Σ w²·(Lᵦ − L)²)/Σ w of the B batches: the standard error of L as an estimate of the mean over all batches that there could be,
    /// s/√B for equal weights. NaN for one batch.
    /// </param>
    /// <exception cref="InvalidOperationException">A loss is not finite.</exception>
    public double Loss(ReadOnlySpan<double> theta, out double standardError)
    {
        var losses = new double[Count];
        Run(theta, 0, Count, (batch, _) => losses[batch] = _batches[batch].Loss(_theta));
        return Mean(losses, out standardError);
    }

    /// <summary>∇L(θ), with its standard error over the batches.</summary>
    /// <remarks>Two vectors more than a gradient. A gradient that a batch does not have is made from differences of that batch's losses.</remarks>
    /// <param name="theta">θ, n entries.</param>
    /// <param name="gradient">∇L(θ), n entries.</param>
    /// <param name="standardError">The root of the sum of the squared standard errors of its entries; NaN for one batch.</param>
    /// <exception cref="ArgumentException">The gradient has not the length of θ.</exception>
    /// <exception cref="InvalidOperationException">A gradient is not finite.</exception>
    public void Gradient(ReadOnlySpan<double> theta, Span<double> gradient, out double standardError)
    {
        var n = theta.Length;
        if (gradient.Length != n)
            throw new ArgumentException($"The gradient has {gradient.Length} entries; θ has {n}.", nameof(gradient));

        // d = gᵦ − r of each batch, r the first one's gradient: with D = Σ w·d/Σ w, the sum of w²‖d − D‖² is Σ w²‖d‖² − 2Dᵀ(Σ w²·d) + ‖D‖²·Σ w².
        var (reference, squareWeighted) = (new double[n], new double[n]);
        double ofDifferences = 0, ofWeights = 0;
        gradient.Clear();
        for (var first = 0; first < Count; first += MaxThreads)
        {
            var group = Math.Min(MaxThreads, Count - first);
            RunWithBuffers(theta, first, group, (batch, buffer) => _batches[batch].Gradient(_theta, buffer));
            for (var k = 0; k < group; k++)
            {
                var buffer = _buffers[k];
                if (first + k == 0)
                    buffer.CopyTo(reference, 0);
                var w = _weights[first + k];
                var squares = 0.0;
                for (var i = 0; i < n; i++)
                {
                    var difference = buffer[i] - reference[i];
                    gradient[i] += w / _totalWeight * difference;
                    squareWeighted[i] += w * w * difference;
                    squares += difference * difference;
                }

                ofDifferences += w * w * squares;
                ofWeights += w * w;
            }
        }

        double cross = 0, ofMean = 0;
        for (var i = 0; i < n; i++)
        {
            cross += gradient[i] * squareWeighted[i];
            ofMean += gradient[i] * gradient[i];
            gradient[i] += reference[i];
        }

        standardError = StandardError(Math.Max(0, ofDifferences - 2 * cross + ofMean * ofWeights));
    }

    /// <summary>The curvature vᵀ∇²L(θ)v along a direction, with its standard error over the batches.</summary>
    /// <remarks>A product that a batch does not have is made from differences of that batch's gradients.</remarks>
    /// <param name="theta">θ, n entries.</param>
    /// <param name="direction">v, n entries; not normalized.</param>
    /// <param name="standardError">Its standard error, in the sense of that of a loss; NaN for one batch.</param>
    /// <exception cref="ArgumentException">v has not the length of θ, or is not finite.</exception>
    /// <exception cref="InvalidOperationException">A product is not finite.</exception>
    public double Curvature(ReadOnlySpan<double> theta, ReadOnlySpan<double> direction, out double standardError)
    {
        if (direction.Length != theta.Length)
            throw new ArgumentException($"The direction has {direction.Length} entries; θ has {theta.Length}.", nameof(direction));
        Keep(ref _vector, direction);
        var curvatures = new double[Count];
        for (var first = 0; first < Count; first += MaxThreads)
        {
            RunWithBuffers(theta, first, Math.Min(MaxThreads, Count - first), (batch, buffer) =>
            {
                _batches[batch].Product(_theta, _vector, buffer);
                curvatures[batch] = ShortVectors.Dot(_vector, buffer);
            });
        }

        return Mean(curvatures, out standardError);
    }

    /// <summary>One batch as an objective of its own; what is evaluated by it is not counted here.</summary>
    /// <param name="batch">b, from 0.</param>
    public Objective Batch(int batch) => _batches[batch];

    /// <summary>∇Lᵦ(θ) of one batch: its own, or by differences of its losses.</summary>
    /// <param name="batch">b, from 0.</param>
    /// <param name="theta">θ, n entries.</param>
    /// <param name="gradient">∇Lᵦ(θ), n entries.</param>
    /// <exception cref="InvalidOperationException">The gradient is not finite.</exception>
    public void GradientOfBatch(int batch, ReadOnlySpan<double> theta, Span<double> gradient)
    {
        var before = _batches[batch].Evaluations;
        try
        {
            _batches[batch].Gradient(theta, gradient);
        }
        finally
        {
            _counts[batch] += _batches[batch].Evaluations - before;
        }
    }

    /// <inheritdoc/>
    protected override double EvaluateLoss(ReadOnlySpan<double> theta)
    {
        var losses = new double[Count];
        Run(theta, 0, Count, (batch, _) => losses[batch] = _batches[batch].LossOrNotFinite(_theta));
        return Mean(losses);
    }

    /// <inheritdoc/>
    protected override void EvaluateGradient(ReadOnlySpan<double> theta, Span<double> gradient) =>
        Average(theta, gradient, (batch, buffer) => _batches[batch].OwnGradient(_theta, buffer));

    /// <inheritdoc/>
    protected override void EvaluateProduct(ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, Span<double> product)
    {
        Keep(ref _vector, vector);
        Average(theta, product, (batch, buffer) => _batches[batch].OwnProduct(_theta, _vector, buffer));
    }

    /// <inheritdoc/>
    protected override Matrix<double> EvaluateHessian(ReadOnlySpan<double> theta)
    {
        var sum = Matrix<double>.Build.Dense(theta.Length, theta.Length);
        for (var b = 0; b < Count; b++)
        {
            var before = _batches[b].Evaluations;
            sum += _weights[b] / _totalWeight * _batches[b].Hessian(theta, out _);
            _counts[b] += _batches[b].Evaluations - before;
        }

        return sum;
    }

    private static Objective[] Check(IEnumerable<Objective> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        Objective[] all = [.. batches];
        if (all is [])
            throw new ArgumentException("There must be at least one batch.", nameof(batches));
        foreach (var batch in all)
            ArgumentNullException.ThrowIfNull(batch, nameof(batches));
        if (all.Distinct(ReferenceEqualityComparer.Instance).Count() < all.Length)
            throw new ArgumentException("A batch comes twice; give it twice the weight instead.", nameof(batches));
        return all;
    }

    private void Average(ReadOnlySpan<double> theta, Span<double> result, Action<int, double[]> evaluate)
    {
        result.Clear();
        for (var first = 0; first < Count; first += MaxThreads)
        {
            var group = Math.Min(MaxThreads, Count - first);
            RunWithBuffers(theta, first, group, evaluate);
            for (var k = 0; k < group; k++)
            {
                var (share, buffer) = (_weights[first + k] / _totalWeight, _buffers[k]);
                for (var i = 0; i < buffer.Length; i++)
                    result[i] += share * buffer[i];
            }
        }
    }

    /// <summary>Evaluates some batches that follow each other: a function of the batch, and of its place among them.</summary>
    private void Run(ReadOnlySpan<double> theta, int first, int count, Action<int, int> evaluate)
    {
        Keep(ref _theta, theta);
        _crew.Run(
            new BlockPass(k =>
            {
                var batch = _batches[first + k];
                var before = batch.Evaluations;
                try
                {
                    evaluate(first + k, k);
                }
                finally
                {
                    _counts[first + k] += batch.Evaluations - before;
                }
            }),
            count,
            MaxThreads);
    }

    /// <summary>The same, with a vector of n entries for each of them, of which there are no more than threads.</summary>
    private void RunWithBuffers(ReadOnlySpan<double> theta, int first, int count, Action<int, double[]> evaluate)
    {
        PrepareBuffers(count, theta.Length);
        Run(theta, first, count, (batch, k) => evaluate(batch, _buffers[k]));
    }

    private void PrepareBuffers(int count, int n)
    {
        if (_buffers.Length < count)
            Array.Resize(ref _buffers, count);
        for (var k = 0; k < count; k++)
        {
            if (_buffers[k]?.Length != n)
                _buffers[k] = new double[n];
        }
    }

    private static void Keep(ref double[] array, ReadOnlySpan<double> values)
    {
        if (array.Length != values.Length)
            array = new double[values.Length];
        values.CopyTo(array);
    }

    private double Mean(double[] values)
    {
        var sum = 0.0;
        for (var b = 0; b < values.Length; b++)
            sum += _weights[b] * values[b];
        return sum / _totalWeight;
    }

    private double Mean(double[] values, out double standardError)
    {
        var mean = Mean(values);
        var sum = 0.0;
        for (var b = 0; b < values.Length; b++)
            sum += _weights[b] * _weights[b] * (values[b] - mean) * (values[b] - mean);
        standardError = StandardError(sum);
        return mean;
    }

    private double StandardError(double weightedSquares) =>
        Count == 1 ? double.NaN : Math.Sqrt(weightedSquares * Count / (Count - 1)) / _totalWeight;
}
