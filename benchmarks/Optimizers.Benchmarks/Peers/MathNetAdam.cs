using MathNet.Numerics.LinearAlgebra;
using Optimizers.Benchmarks.Workloads;

namespace Optimizers.Benchmarks.Peers;

/// <summary>Adam in MathNet's operators, as one writes it without a library: each operator makes a new vector.</summary>
internal sealed class MathNetAdam : IWorkload
{
    private readonly Vector<double> _gradient;
    private readonly MathNetThreads _threads;
    private Vector<double> _theta;
    private Vector<double> _m;
    private Vector<double> _v;
    private int _iteration;

    public MathNetAdam(int length, int threads)
    {
        _threads = new MathNetThreads(threads);
        _theta = Vector<double>.Build.Dense(SampleData.Parameters<double>(length));
        _gradient = Vector<double>.Build.Dense(SampleData.Gradient<double>(length));
        _m = Vector<double>.Build.Dense(length);
        _v = Vector<double>.Build.Dense(length);
    }

    public void Run()
    {
        _iteration++;
        _m = Hyperparameters.Beta1 * _m + (1 - Hyperparameters.Beta1) * _gradient;
        _v = Hyperparameters.Beta2 * _v + (1 - Hyperparameters.Beta2) * _gradient.PointwiseMultiply(_gradient);
        var stepSize = Hyperparameters.LearningRate / (1 - Math.Pow(Hyperparameters.Beta1, _iteration));
        var correction = 1 / (1 - Math.Pow(Hyperparameters.Beta2, _iteration));
        _theta -= stepSize * _m.PointwiseDivide((_v * correction).PointwiseSqrt() + Hyperparameters.Epsilon);
    }

    public double[] Values() => _theta.ToArray();

    public void Dispose() => _threads.Dispose();
}
