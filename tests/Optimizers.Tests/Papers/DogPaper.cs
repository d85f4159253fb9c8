namespace Optimizers.Tests.Papers;

/// <summary>
/// DoG (Ivgi et al. 2023, "DoG is SGD's Best Friend"): ηₜ = r̄ₜ/√(Gₜ + ε) with r̄ₜ the largest distance from the start so far, the present
/// one included, at least r_ε = 1e-6·(1 + ‖x₀‖), and Gₜ the sum of the squared gradient norms, this one included; x ← x − ηg. Over all parameters, or
/// layer by layer (<paramref name="layerWise"/>: L-DoG). ε = 1e-8. The paper evaluates an average of the iterates with polynomial decay,
/// x̄ₜ = (1 − 9/(8 + t))x̄ₜ₋₁ + 9/(8 + t)·xₜ: <see cref="Average"/>.
/// </summary>
internal sealed class DogPaper(double rate = 1, double relativeStart = 1e-6, double epsilon = 1e-8, bool layerWise = false) : IPaper
{
    private const double Gamma = 8;

    private double[][]? _start;
    private double[] _distance = [];
    private double[] _squares = [];
    private int _t;

    /// <summary>The average of the iterates after the first step, the second and so on.</summary>
    public double[][] Average { get; private set; } = [];

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        if (_start is null)
        {
            _start = Copies.Of(parameters);
            Average = Zeros.Like(parameters);
            _squares = new double[parameters.Length];
            _distance = [.. parameters.Select(p => relativeStart * (1 + (layerWise ? Norm.Two(p) : Norm.Two(parameters))))];
        }

        var moved = Copies.Of(parameters);
        for (var p = 0; p < parameters.Length; p++)
        {
            for (var j = 0; j < parameters[p].Length; j++)
                moved[p][j] -= _start[p][j];
        }

        _t++;
        for (var p = 0; p < parameters.Length; p++)
        {
            _distance[p] = Math.Max(_distance[p], layerWise ? Norm.Two(moved[p]) : Norm.Two(moved));
            var slope = layerWise ? Norm.Two(gradients[p]) : Norm.Two(gradients);
            _squares[p] += slope * slope;
            var eta = rate * _distance[p] / Math.Sqrt(_squares[p] + epsilon);
            for (var j = 0; j < parameters[p].Length; j++)
            {
                parameters[p][j] -= eta * gradients[p][j];
                var share = (Gamma + 1) / (Gamma + _t);
                Average[p][j] = ((1 - share) * Average[p][j]) + (share * parameters[p][j]);
            }
        }
    }
}
