using MathNet.Numerics.LinearAlgebra;
using Optimizers.Benchmarks.Measuring;

namespace Optimizers.Benchmarks.Workloads;

/// <summary>A step of this library on one MathNet vector, as a user takes it.</summary>
internal sealed class LibraryStep : IWorkload
{
    private readonly Optimizer _optimizer;
    private readonly (Vector<double> Theta, Vector<double> Gradient)? _double;
    private readonly (Vector<float> Theta, Vector<float> Gradient)? _float;

    public LibraryStep(Subject subject, bool isDouble, int length, int threads, NonFiniteGradients nonFinite)
    {
        _optimizer = subject switch
        {
            Subject.Adam => new Adam(
                Hyperparameters.LearningRate, Hyperparameters.Beta1, Hyperparameters.Beta2, Hyperparameters.Epsilon)
            {
                MaxThreads = threads,
                NonFinite = nonFinite,
            },
            Subject.Momentum => new Momentum(Hyperparameters.LearningRate, Hyperparameters.Momentum)
            {
                MaxThreads = threads,
                NonFinite = nonFinite,
            },
            Subject.RmsProp => new RmsProp(Hyperparameters.LearningRate, Hyperparameters.Decay, RmsPropStart.Zero, Hyperparameters.Epsilon)
            {
                MaxThreads = threads,
                NonFinite = nonFinite,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(subject), subject, "The library is measured on Adam, Momentum and RmsProp."),
        };
        if (isDouble)
            _double = (Dense(SampleData.Parameters<double>(length)), Dense(SampleData.Gradient<double>(length)));
        else
            _float = (Dense(SampleData.Parameters<float>(length)), Dense(SampleData.Gradient<float>(length)));
    }

    public void Run()
    {
        if (_double is var (theta, gradient))
            _optimizer.Step(theta, gradient);
        else
            _optimizer.Step(_float!.Value.Theta, _float.Value.Gradient);
    }

    public double[] Values() => _double?.Theta.ToArray() ?? Array.ConvertAll(_float!.Value.Theta.ToArray(), x => (double)x);

    public void Dispose()
    {
    }

    private static Vector<T> Dense<T>(T[] values) where T : struct, IEquatable<T>, IFormattable => Vector<T>.Build.Dense(values);
}
