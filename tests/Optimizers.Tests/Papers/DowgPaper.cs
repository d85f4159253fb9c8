namespace Optimizers.Tests.Papers;

/// <summary>
/// DoWG (Khaled et al. 2023, "DoWG Unleashed", algorithm 1): r̄ₜ = max(r̄ₜ₋₁, ‖xₜ − x₀‖), v ← v + r̄²‖g‖², x ← x − r̄²/√v·g, over all parameters.
/// <paramref name="rate"/> is a factor beside the paper's step. <paramref name="epsilon"/> beside √v is
/// optax.contrib.dowg's, which begins r̄² at 1e-4; the paper has none, and any small r̄.
/// </summary>
internal sealed class DowgPaper(double initialDistance = 1e-2, double epsilon = 0, double rate = 1) : IPaper
{
    private double[][]? _start;
    private double _distance = initialDistance;
    private double _v;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _start ??= Copies.Of(parameters);
        var moved = 0.0;
        for (var p = 0; p < parameters.Length; p++)
        {
            for (var j = 0; j < parameters[p].Length; j++)
                moved += (parameters[p][j] - _start[p][j]) * (parameters[p][j] - _start[p][j]);
        }

        _distance = Math.Max(_distance, Math.Sqrt(moved));
        var slope = Norm.Two(gradients);
        _v += _distance * _distance * slope * slope;
        var eta = rate * _distance * _distance / (Math.Sqrt(_v) + epsilon);
        for (var p = 0; p < parameters.Length; p++)
        {
            for (var j = 0; j < parameters[p].Length; j++)
                parameters[p][j] -= eta * gradients[p][j];
        }
    }
}
