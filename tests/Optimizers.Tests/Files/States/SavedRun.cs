using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Tests.Files.States;

/// <summary>A training of a matrix, a vector of floats and one of halves, whose gradients depend on the parameters and on the iteration
/// alone.</summary>
internal sealed class SavedRun
{
    private readonly Matrix<double> _matrix = Matrix<double>.Build.Dense(12, 7, (row, column) => ((row * 7) + column - 40) / 32.0);
    private readonly Matrix<double> _matrixGradient = Matrix<double>.Build.Dense(12, 7);
    private readonly float[] _vector;
    private readonly float[] _vectorGradient;
    private readonly Half[] _half = [.. Enumerable.Range(0, 20).Select(i => (Half)((i - 9) / 8.0))];
    private readonly Half[] _halfGradient = new Half[20];

    public SavedRun(int length = 50)
    {
        _vector = [.. Enumerable.Range(0, length).Select(i => ((i % 61) - 30) / 16f)];
        _vectorGradient = new float[length];
        Parameters =
        [
            new Parameter(_matrix, _matrixGradient) { Name = "matrix" },
            new Parameter(_vector.AsMemory(), _vectorGradient.AsMemory()) { Name = "vector", LearningRateScale = 0.5 },
            Parameter.OfHalf(_half, _halfGradient) with { Name = "half", WeightDecayScale = 0 },
        ];
    }

    public Parameter[] Parameters { get; }

    public byte[] Bytes =>
        [.. MemoryMarshal.AsBytes(_matrix.AsColumnMajorArray().AsSpan()), .. MemoryMarshal.AsBytes(_vector.AsSpan()),
            .. MemoryMarshal.AsBytes(_half.AsSpan())];

    /// <summary>Other values than a training begins with.</summary>
    public SavedRun Spoil()
    {
        _matrix.Clear();
        _vector.AsSpan().Fill(7);
        _half.AsSpan().Fill((Half)(-3));
        return this;
    }

    /// <summary>Trains until so many steps have been taken.</summary>
    public SavedRun TrainUntil(IOptimizer optimizer, long iteration)
    {
        while (optimizer.Iteration < iteration)
        {
            Gradients(optimizer.Iteration);
            if (optimizer is Sam { IsAscended: false } sam)
            {
                using (sam.Ascend(Parameters))
                    Gradients(optimizer.Iteration);
            }

            optimizer.Step(Parameters);
        }

        return this;
    }

    public void Gradients(long iteration)
    {
        var random = new Random((int)iteration);
        var values = _matrix.AsColumnMajorArray();
        var gradients = _matrixGradient.AsColumnMajorArray();
        for (var i = 0; i < values.Length; i++)
            gradients[i] = random.NextSingle() - 0.4 + (values[i] / 8);
        for (var i = 0; i < _vector.Length; i++)
            _vectorGradient[i] = random.NextSingle() - 0.6f + (_vector[i] / 8);
        for (var i = 0; i < _half.Length; i++)
            _halfGradient[i] = (Half)(random.NextSingle() - 0.5f + ((float)_half[i] / 8));
    }
}
