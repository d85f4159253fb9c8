using MathNet.Numerics.LinearAlgebra;
using Optimizers.Benchmarks.Workloads;

namespace Optimizers.Benchmarks.Peers;

/// <summary><see cref="MathNetAdam"/> in float.</summary>
internal sealed class MathNetAdamSingle : IWorkload
{
    private const float Beta1 = (float)Hyperparameters.Beta1;
    private const float Beta2 = (float)Hyperparameters.Beta2;

    private readonly Vector<float> _gradient;
    private readonly MathNetThreads _threads;
    private Vector<float> _theta;
    private Vector<float> _m;
    private Vector<float> _v;
    private int _iteration;

    public MathNetAdamSingle(int length, int threads)
    {
        _threads = new MathNetThreads(threads);
        _theta = Vector<float>.Build.Dense(SampleData.Parameters<float>(length));
        _gradient = Vector<float>.Build.Dense(SampleData.Gradient<float>(length));
        _m = Vector<float>.Build.Dense(length);
        _v = Vector<float>.Build.Dense(length);
    }

    public void Run()
    {
        _iteration++;
        _m = Beta1 * _m + (1 - Beta1) * _gradient;
        _v = Beta2 * _v + (1 - Beta2) * _gradient.PointwiseMultiply(_gradient);
        var stepSize = (float)(Hyperparameters.LearningRate / (1 - Math.Pow(Hyperparameters.Beta1, _iteration)));
        var correction = (float)(1 / (1 - Math.Pow(Hyperparameters.Beta2, _iteration)));
        _theta -= stepSize * _m.PointwiseDivide((_v * correction).PointwiseSqrt() + (float)Hyperparameters.Epsilon);
    }

    public double[] Values() => Array.ConvertAll(_theta.ToArray(), x => (double)x);

    public void Dispose() => _threads.Dispose();
}
