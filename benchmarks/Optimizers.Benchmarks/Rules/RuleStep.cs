using Optimizers.Benchmarks.Workloads;

namespace Optimizers.Benchmarks.Rules;

/// <summary>Steps of any optimizer on one parameter. What it asks for beside the gradient is another array, and a small loss.</summary>
internal sealed class RuleStep : IWorkload
{
    private const double SmallLoss = 1e-3; // So small that it, and not the rate, decides where both could.

    private readonly IOptimizer _optimizer;
    private readonly ITakesInputs? _taker;
    private readonly Parameter[][] _pairs;
    private readonly Array _values;
    private readonly bool _isSteady;
    private int _turn;

    /// <param name="optimizer">The optimizer.</param>
    /// <param name="values">θ, floats or doubles.</param>
    /// <param name="gradient">The gradient of the first step.</param>
    /// <param name="other">The array of what is asked for beside it.</param>
    /// <param name="shape">The rows and columns of a matrix; null of a vector.</param>
    /// <param name="isSteady">
    /// True for the same gradient in every step; false for the two arrays in turn, so that means of differences do not fade into subnormal numbers
    /// over many steps.
    /// </param>
    public RuleStep(IOptimizer optimizer, Array values, Array gradient, Array other, (int Rows, int Columns)? shape, bool isSteady)
    {
        (_optimizer, _taker, _values, _isSteady) = (optimizer, optimizer.Find<ITakesInputs>(), values, isSteady);
        _pairs = [[Pair(values, gradient, shape)], [Pair(values, other, shape)]];
    }

    /// <summary>What the next step asks for beside the gradient.</summary>
    public StepInput Asks => _taker?.InputsAt(_optimizer.Iteration) ?? StepInput.None;

    public void Run()
    {
        var (now, other) = (_pairs[_turn], _pairs[1 - _turn]);
        _turn = _isSteady ? 0 : 1 - _turn;
        var asked = Asks;
        if (_optimizer is Sam sam)
        {
            using (sam.Ascend(now))
            {
                // The gradient up there would be taken here.
            }
        }

        if (asked == StepInput.None)
        {
            _optimizer.Step(now);
            return;
        }

        _optimizer.Step(now, new StepInputs
        {
            Loss = asked.HasFlag(StepInput.Loss) ? SmallLoss : null,
            SecondGradient = asked.HasFlag(StepInput.SecondGradient) ? other : null,
            HessianDiagonal = asked.HasFlag(StepInput.HessianDiagonal) ? other : null,
        });
    }

    public double[] Values() => _values is float[] singles ? Array.ConvertAll(singles, x => (double)x) : [.. (double[])_values];

    public void Dispose()
    {
    }

    private static Parameter Pair(Array values, Array gradient, (int Rows, int Columns)? shape) => (values, gradient, shape) switch
    {
        (float[] v, float[] g, null) => (v, g),
        (double[] v, double[] g, null) => (v, g),
        (float[] v, float[] g, var (rows, columns)) => Parameter.Matrix(v, g, rows, columns),
        (double[] v, double[] g, var (rows, columns)) => Parameter.Matrix(v, g, rows, columns),
        _ => throw new ArgumentException("θ and its gradient are both floats, or both doubles.", nameof(values)),
    };
}
