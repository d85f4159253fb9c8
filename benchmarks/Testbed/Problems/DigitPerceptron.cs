using System.Numerics.Tensors;
using WhyItFails;

namespace Optimizers.Testbed.Problems;

/// <summary>64 pixels, 32 units of tanh, 10 classes.</summary>
internal sealed class DigitPerceptron : DigitTraining
{
    private const int Hidden = 32;

    private readonly Dense _first, _second;
    private readonly float[] _hidden = new float[Most * Hidden], _scores = new float[Most * Digits.Classes], _dHidden = new float[Batch * Hidden];

    public DigitPerceptron(int seed)
        : base(seed, Digits.Pixels, (pixels, seen) => pixels.CopyTo(seen))
    {
        // Glorot and Bengio 2010.
        _first = new Dense(Digits.Pixels, Hidden, Normal(Digits.Pixels * Hidden, Math.Sqrt(2.0 / (Digits.Pixels + Hidden))));
        _second = new Dense(Hidden, Digits.Classes, Normal(Hidden * Digits.Classes, Math.Sqrt(2.0 / (Hidden + Digits.Classes))));
        Blocks = [_first.Weights, _first.Biases, _second.Weights, _second.Biases];
    }

    public override IReadOnlyList<Block> Blocks { get; }

    protected override Span<float> Scores(ReadOnlySpan<float> inputs, int count)
    {
        var hidden = _hidden.AsSpan(0, count * Hidden);
        var scores = _scores.AsSpan(0, count * Digits.Classes);
        _first.Forward(inputs, hidden, count);
        TensorPrimitives.Tanh(hidden, hidden);
        _second.Forward(hidden, scores, count);
        return scores;
    }

    protected override void Backward(ReadOnlySpan<float> inputs)
    {
        _second.Backward(_hidden, _scores, Batch);
        _second.BackwardInputs(_scores, _dHidden, Batch);
        for (var i = 0; i < _dHidden.Length; i++)
            _dHidden[i] *= 1 - (_hidden[i] * _hidden[i]);
        _first.Backward(inputs, _dHidden, Batch);
    }
}
