using Optimizers.Testbed.Problems;

namespace Optimizers.Testbed.Running;

/// <summary>What an optimizer asks for beside the gradient, of the batch that is drawn.</summary>
/// <remarks>
/// The Hessian's diagonal is Hutchinson's estimate z ∘ Hz with random signs z (Bekas, Kokiopoulou and Saad 2007), Hz by central differences of the
/// gradient: two more gradients.
/// </remarks>
internal sealed class Inputs
{
    // Of floats: the error of rounding, about 1e-7/h, and that of the difference, h², are alike there.
    private const float Difference = 5e-3f;

    private readonly Training _training;
    private readonly Parameter[] _parameters;
    private readonly ITakesInputs? _taker;
    private readonly Random _random;
    private readonly float[][] _here, _gradients, _previous, _signs, _second, _diagonal;

    public Inputs(Training training, Parameter[] parameters, IOptimizer optimizer, int seed)
    {
        (_training, _parameters, _taker, _random) = (training, parameters, optimizer.Find<ITakesInputs>(), new Random(seed));
        (_here, _gradients, _previous) = (Empty(), Empty(), Empty());
        (_signs, _second, _diagonal) = (Empty(), Empty(), Empty());
        Copy(block => block.Values, _previous);

        float[][] Empty() => _taker is null ? [] : [.. training.Blocks.Select(block => new float[block.Values.Length])];
    }

    /// <summary>The inputs of an iteration; θ and its gradient are as they were.</summary>
    public StepInputs At(long iteration, double loss)
    {
        if (_taker is null)
            return default;
        var asked = _taker.InputsAt(iteration);
        Copy(block => block.Values, _here);
        if (asked != StepInput.None)
            Copy(block => block.Gradient, _gradients);
        if (asked.HasFlag(StepInput.SecondGradient))
            Move(block => _previous[block], _second);
        if (asked.HasFlag(StepInput.HessianDiagonal))
            Diagonal();
        for (var i = 0; i < _here.Length; i++)
        {
            _here[i].CopyTo(_training.Blocks[i].Values, 0);
            if (asked != StepInput.None)
                _gradients[i].CopyTo(_training.Blocks[i].Gradient, 0);
            _here[i].CopyTo(_previous[i], 0);
        }

        return new StepInputs
        {
            Loss = asked.HasFlag(StepInput.Loss) ? loss : null,
            SecondGradient = asked.HasFlag(StepInput.SecondGradient) ? Pairs(_second) : null,
            HessianDiagonal = asked.HasFlag(StepInput.HessianDiagonal) ? Pairs(_diagonal) : null,
        };
    }

    private void Diagonal()
    {
        foreach (var signs in _signs)
        {
            for (var k = 0; k < signs.Length; k++)
                signs[k] = _random.Next(2) == 0 ? -1 : 1;
        }

        Move(block => Shifted(block, Difference), _diagonal);
        Move(block => Shifted(block, -Difference), _second);
        for (var i = 0; i < _diagonal.Length; i++)
        {
            for (var k = 0; k < _diagonal[i].Length; k++)
                _diagonal[i][k] = _signs[i][k] * (_diagonal[i][k] - _second[i][k]) / (2 * Difference);
        }
    }

    private float[] Shifted(int block, float by)
    {
        var shifted = new float[_here[block].Length];
        for (var k = 0; k < shifted.Length; k++)
            shifted[k] = _here[block][k] + (by * _signs[block][k]);
        return shifted;
    }

    // The gradient of the batch at another point.
    private void Move(Func<int, float[]> to, float[][] gradients)
    {
        for (var i = 0; i < _here.Length; i++)
            to(i).CopyTo(_training.Blocks[i].Values, 0);
        _training.Gradients();
        Copy(block => block.Gradient, gradients);
    }

    private void Copy(Func<Block, float[]> from, float[][] to)
    {
        for (var i = 0; i < to.Length; i++)
            from(_training.Blocks[i]).CopyTo(to[i], 0);
    }

    private Parameter[] Pairs(float[][] gradients) => [.. _parameters.Zip(gradients, (parameter, gradient) => parameter.WithGradient(gradient))];
}
