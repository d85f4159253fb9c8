namespace Outside;

/// <summary>
/// Steps of an optimizer on a noisy quadratic bowl, the same for every optimizer: two matrices and, where the rule takes it, a vector so long that
/// three threads share the work.
/// </summary>
internal sealed class Training
{
    private static readonly (int Rows, int Columns)[] Matrices = [(17, 9), (6, 13)], SquareMatrices = [(9, 9), (6, 6)];
    private readonly Array[] _values;
    private readonly Array[] _gradients;
    private readonly (int Rows, int Columns)[] _shapes;
    private readonly bool _isDouble;

    /// <param name="isDouble">False for floats.</param>
    /// <param name="large">The shape of what the threads share.</param>
    /// <param name="areSquare">True for a rule that needs square matrices to be the same but for rounding: where one side is longer, averages of GGᵀ
    /// begin with eigenvalues 0 whose eigenvectors are rounding's choice.</param>
    public Training(bool isDouble, (int Rows, int Columns) large, bool areSquare = false)
    {
        _isDouble = isDouble;
        _shapes = [.. areSquare ? SquareMatrices : Matrices, large];
        _values = [.. _shapes.Select((shape, i) => Numbers(shape.Rows * Math.Max(1, shape.Columns), i, 0))];
        _gradients = [.. _values.Select(value => (Array)value.Clone())];
    }

    public long Taken { get; private set; }

    public void Run(IOptimizer optimizer, int steps)
    {
        for (var i = 0; i < steps; i++, Taken++)
        {
            for (var p = 0; p < _values.Length; p++)
                Gradient(p);
            optimizer.Step(Parameters());
        }
    }

    public Parameter[] Parameters() => [.. _shapes.Select((shape, p) => Of(p, shape))];

    /// <summary>The parameters of now in a training of their own.</summary>
    public Training Copy()
    {
        var copy = new Training(_isDouble, _shapes[^1]) { Taken = Taken };
        for (var p = 0; p < _values.Length; p++)
            Array.Copy(_values[p], copy._values[p], _values[p].Length);
        return copy;
    }

    /// <summary>All numbers, as doubles.</summary>
    public double[] Values() => [.. _values.SelectMany(each => each.Cast<object>().Select(Convert.ToDouble))];

    private Parameter Of(int p, (int Rows, int Columns) shape) => (_isDouble, shape.Columns) switch
    {
        (true, 0) => (Parameter)((double[])_values[p], (double[])_gradients[p]) with { Name = $"p{p}" },
        (false, 0) => (Parameter)((float[])_values[p], (float[])_gradients[p]) with { Name = $"p{p}" },
        (true, _) => Parameter.Matrix((double[])_values[p], (double[])_gradients[p], shape.Rows, shape.Columns) with { Name = $"p{p}" },
        _ => Parameter.Matrix((float[])_values[p], (float[])_gradients[p], shape.Rows, shape.Columns) with { Name = $"p{p}" },
    };

    private void Gradient(int p)
    {
        var noise = Numbers(_values[p].Length, p, Taken + 1);
        if (_isDouble)
        {
            var (value, gradient, random) = ((double[])_values[p], (double[])_gradients[p], (double[])noise);
            for (var k = 0; k < value.Length; k++)
                gradient[k] = (((k % 7) + 1) * value[k]) + random[k];
        }
        else
        {
            var (value, gradient, random) = ((float[])_values[p], (float[])_gradients[p], (float[])noise);
            for (var k = 0; k < value.Length; k++)
                gradient[k] = (((k % 7) + 1) * value[k]) + random[k];
        }
    }

    private Array Numbers(int length, int p, long step)
    {
        var state = (ulong)(((p + 1) * 1_000_003L) + (step * 7_919)) * 0x9E3779B97F4A7C15;
        var numbers = new double[length];
        for (var k = 0; k < length; k++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            numbers[k] = ((state >> 11) * (2.0 / (1UL << 53))) - 1;
        }

        return _isDouble ? numbers : Array.ConvertAll(numbers, each => (float)each);
    }
}
