using System.Numerics;
using System.Numerics.Tensors;
using Optimizers.Benchmarks.Workloads;

namespace Optimizers.Benchmarks.Peers;

/// <summary>Adam in ten passes of <see cref="TensorPrimitives"/>, in place, with one array for intermediate values.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class TensorPrimitivesAdam<T>(int length) : IWorkload where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] _theta = SampleData.Parameters<T>(length);
    private readonly T[] _gradient = SampleData.Gradient<T>(length);
    private readonly T[] _m = new T[length];
    private readonly T[] _v = new T[length];
    private readonly T[] _between = new T[length];
    private int _iteration;

    public void Run()
    {
        _iteration++;
        var stepSize = Hyperparameters.LearningRate / (1 - Math.Pow(Hyperparameters.Beta1, _iteration));
        var correction = 1 / (1 - Math.Pow(Hyperparameters.Beta2, _iteration));

        TensorPrimitives.Multiply<T>(_m, Number(Hyperparameters.Beta1), _m);
        TensorPrimitives.MultiplyAdd<T>(_gradient, Number(1 - Hyperparameters.Beta1), _m, _m);
        TensorPrimitives.Multiply<T>(_gradient, _gradient, _between);
        TensorPrimitives.Multiply<T>(_v, Number(Hyperparameters.Beta2), _v);
        TensorPrimitives.MultiplyAdd<T>(_between, Number(1 - Hyperparameters.Beta2), _v, _v);
        TensorPrimitives.Multiply<T>(_v, Number(correction), _between);
        TensorPrimitives.Sqrt<T>(_between, _between);
        TensorPrimitives.Add<T>(_between, Number(Hyperparameters.Epsilon), _between);
        TensorPrimitives.Divide<T>(_m, _between, _between);
        TensorPrimitives.MultiplyAdd<T>(_between, Number(-stepSize), _theta, _theta);
    }

    public double[] Values() => Array.ConvertAll(_theta, double.CreateTruncating);

    public void Dispose()
    {
    }

    private static T Number(double value) => T.CreateTruncating(value);
}
