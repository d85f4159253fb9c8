namespace Optimizers.Curvature;

/// <summary>
/// The largest loss in the box θ + A(b∘z), z ∈ [−1, 1]ᵖ, with bⱼ = ε(|(A⁺θ)ⱼ| + 1), by conditional gradient ascent (Frank and Wolfe 1956): toward the
/// corner s = sign(h) where the linear model is largest, h = b∘Aᵀ∇L, as far as the loss follows the model by half.
/// </summary>
/// <remarks>
/// Where the loss is convex it is highest at a corner, and each step goes to a corner that is no lower; the ascent ends where no step is higher, at
/// one of the local maxima. A is I, or has orthonormal columns, so that A⁺ = Aᵀ.
/// </remarks>
internal sealed class BoxAscent
{
    private const int MaxHalvings = 10;

    private readonly Objective _objective;
    private readonly double[] _theta;
    private readonly OrthonormalBasis? _basis;
    private readonly CancellationToken _cancellation;
    private readonly double[] _halfWidths;
    private readonly double[] _move;
    private readonly double[] _point;
    private readonly double[] _gradient;

    /// <summary>The box of size ε around θ, in the subspace of a basis or in all of space.</summary>
    public BoxAscent(Objective objective, double[] theta, double size, OrthonormalBasis? basis, CancellationToken cancellation)
    {
        _objective = objective;
        _theta = theta;
        _basis = basis;
        _cancellation = cancellation;
        _halfWidths = new double[basis?.Count ?? theta.Length];
        _move = new double[_halfWidths.Length];
        _point = new double[theta.Length];
        _gradient = new double[theta.Length];
        if (basis is null)
            theta.CopyTo(_halfWidths, 0);
        else
            basis.Coefficients(theta, _halfWidths);
        foreach (ref var width in _halfWidths.AsSpan())
            width = size * (Math.Abs(width) + 1);
    }

    /// <summary>p.</summary>
    public int Dimension => _halfWidths.Length;

    /// <summary>L at z.</summary>
    public double Loss(double[] z)
    {
        MoveTo(z);
        return _objective.Loss(_point);
    }

    /// <summary>The highest loss on the way up from z, which is moved there.</summary>
    /// <param name="z">The start in the box.</param>
    /// <param name="loss">L at the start.</param>
    /// <param name="iterations">Steps, at most. Each takes a gradient and one or more losses.</param>
    public double Climb(double[] z, double loss, int iterations)
    {
        var slope = new double[Dimension];
        var next = new double[Dimension];
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            SlopeAt(z, slope);
            if (Step(z, slope, loss, next) is not { } higher)
                break;
            loss = higher;
            next.CopyTo(z, 0);
        }

        return loss;
    }

    private double? Step(double[] z, double[] slope, double loss, double[] next)
    {
        var rise = 0.0; // hᵀ(s − z), the linear model's rise to the corner: 0 only where no way into the box goes up.
        for (var j = 0; j < z.Length; j++)
            rise += Math.Abs(slope[j]) - (slope[j] * z[j]);
        var part = 1.0;
        for (var halving = 0; halving <= MaxHalvings && part * rise > Sharpness.Rounding(_objective, loss); halving++)
        {
            for (var j = 0; j < z.Length; j++)
                next[j] = slope[j] == 0 ? z[j] : z[j] + (part * (Math.Sign(slope[j]) - z[j]));
            var higher = Loss(next);
            if (higher - loss >= 0.5 * part * rise)
                return higher;
            part /= 2;
        }

        return null;
    }

    private void SlopeAt(double[] z, double[] slope)
    {
        MoveTo(z);
        _objective.Gradient(_point, _gradient);
        if (_basis is null)
            _gradient.CopyTo(slope, 0);
        else
            _basis.Coefficients(_gradient, slope);
        for (var j = 0; j < slope.Length; j++)
            slope[j] *= _halfWidths[j];
    }

    private void MoveTo(double[] z)
    {
        _cancellation.ThrowIfCancellationRequested();
        for (var j = 0; j < z.Length; j++)
            _move[j] = _halfWidths[j] * z[j];
        _theta.CopyTo(_point, 0);
        if (_basis is not null)
        {
            _basis.AddCombination(1, _move, _point);
            return;
        }

        for (var i = 0; i < _point.Length; i++)
            _point[i] += _move[i];
    }
}
