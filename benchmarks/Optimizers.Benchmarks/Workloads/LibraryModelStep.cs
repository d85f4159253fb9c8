using Optimizers.Benchmarks.Measuring;

namespace Optimizers.Benchmarks.Workloads;

/// <summary>A step of this library on all parameters of a model, in float.</summary>
internal sealed class LibraryModelStep : IWorkload
{
    private readonly Optimizer _optimizer;
    private readonly Parameter[] _parameters;
    private readonly float[][] _values;

    public LibraryModelStep(ModelSubject subject, IReadOnlyList<int> lengths, int threads)
    {
        _optimizer = subject switch
        {
            ModelSubject.Adam => new Adam(Hyperparameters.LearningRate),
            ModelSubject.Momentum => new Momentum(Hyperparameters.LearningRate, Hyperparameters.Momentum),
            _ => new Sgd(Hyperparameters.LearningRate),
        };
        _optimizer.MaxThreads = threads;
        _values = [.. lengths.Select(SampleData.Parameters<float>)];
        _parameters = [.. _values.Zip(lengths, (values, length) => (Parameter)(values, SampleData.Gradient<float>(length)))];
    }

    public void Run() => _optimizer.Step(_parameters);

    public double[] Values() => [.. _values.SelectMany(each => each).Select(each => (double)each)];

    public void Dispose()
    {
    }
}
