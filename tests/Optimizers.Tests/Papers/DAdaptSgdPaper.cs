namespace Optimizers.Tests.Papers;

/// <summary>
/// D-Adapted SGD (Defazio and Mishchenko 2023, "Learning-Rate-Free Learning by D-Adaptation", the algorithm "SGD with D-Adaptation"): λₖ = dₖγ/‖g₀‖,
/// s ← s + λg, z = x₀ − s, x ← βx + (1 − β)z, d̂ = 2Σλᵢ⟨gᵢ, sᵢ⟩/‖s₊₁‖ (sᵢ before its own step), d ← max(d, d̂). The norms are over all parameters.
/// d = 1e-6 at first, γ = 1, β = 0.9.
/// </summary>
internal sealed class DAdaptSgdPaper(double rate = 1, double momentum = 0.9, double initialDistance = 1e-6) : IPaper
{
    private double[][]? _start;
    private double[][]? _s;
    private double _firstNorm;
    private double _numerator;

    /// <summary>d, the estimate of the distance from the start to the solution.</summary>
    public double Distance { get; private set; } = initialDistance;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        if (_start is null)
        {
            _start = Copies.Of(parameters);
            _firstNorm = Norm.Two(gradients);
        }

        _s ??= Zeros.Like(parameters);
        var lambda = Distance * rate / _firstNorm;
        for (var p = 0; p < parameters.Length; p++)
        {
            _numerator += lambda * Norm.Dot(gradients[p], _s[p]);
            for (var j = 0; j < parameters[p].Length; j++)
                _s[p][j] += lambda * gradients[p][j];
        }

        Distance = Math.Max(Distance, 2 * _numerator / Norm.Two(_s));
        for (var p = 0; p < parameters.Length; p++)
        {
            for (var j = 0; j < parameters[p].Length; j++)
                parameters[p][j] = (momentum * parameters[p][j]) + ((1 - momentum) * (_start[p][j] - _s[p][j]));
        }
    }
}
