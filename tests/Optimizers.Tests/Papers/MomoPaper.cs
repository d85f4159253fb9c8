namespace Optimizers.Tests.Papers;

/// <summary>
/// MoMo (Schaipp et al. 2023, "MoMo: Momentum Models for Adaptive Learning Rates", algorithm 1): with averages by β of the loss (f̄), of ⟨g, x⟩ (γ)
/// and of g (d), begun at the first values, τ = min(α, ((1 + αλ)(f̄ − f* − γ) + ⟨d, x⟩)₊/‖d‖²), x ← (x − τd)/(1 + αλ). f* is a known lower bound. As
/// in the authors' implementation decay divides the parameter after the step; optax divides the parameter before it. Where d is 0 nothing moves.
/// </summary>
internal sealed class MomoPaper(double rate = 1, double beta = 0.9, double lowerBound = 0, double weightDecay = 0) : ILossPaper
{
    private double[][]? _d;
    private double _loss;
    private double _gamma;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients, double loss)
    {
        var inner = 0.0;
        for (var p = 0; p < parameters.Length; p++)
            inner += Norm.Dot(gradients[p], parameters[p]);
        if (_d is null)
        {
            _d = Copies.Of(gradients);
            (_loss, _gamma) = (loss, inner);
        }

        _loss = (beta * _loss) + ((1 - beta) * loss);
        _gamma = (beta * _gamma) + ((1 - beta) * inner);
        double along = 0, square = 0;
        for (var p = 0; p < parameters.Length; p++)
        {
            for (var j = 0; j < parameters[p].Length; j++)
                _d[p][j] = (beta * _d[p][j]) + ((1 - beta) * gradients[p][j]);
            along += Norm.Dot(_d[p], parameters[p]);
            square += Norm.Dot(_d[p], _d[p]);
        }

        var shrink = 1 + (rate * weightDecay);
        var tau = square == 0 ? 0 : Math.Min(rate, Math.Max((shrink * (_loss - lowerBound - _gamma)) + along, 0) / square);
        for (var p = 0; p < parameters.Length; p++)
        {
            for (var j = 0; j < parameters[p].Length; j++)
                parameters[p][j] = (parameters[p][j] - (tau * _d[p][j])) / shrink;
        }
    }
}
