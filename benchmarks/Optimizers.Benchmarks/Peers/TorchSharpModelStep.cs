using Optimizers.Benchmarks.Measuring;
using Optimizers.Benchmarks.Workloads;
using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Optimizers.Benchmarks.Peers;

/// <summary>A step of TorchSharp's own optimizer on all parameters of a model, in float, without autograd.</summary>
/// <remarks>LibTorch's settings belong to the calling thread: a workload is made, run and disposed on the same one.</remarks>
internal sealed class TorchSharpModelStep : IWorkload
{
    private readonly TorchParameter[] _parameters;
    private readonly torch.optim.Optimizer _optimizer;
    private readonly IDisposable _withoutAutograd;

    public TorchSharpModelStep(ModelSubject subject, IReadOnlyList<int> lengths, int threads)
    {
        torch.set_num_threads(threads);
        _withoutAutograd = torch.no_grad();
        _parameters =
        [
            .. lengths.Select(length => new TorchParameter(torch.tensor(SampleData.Parameters<float>(length)))
            {
                grad = torch.tensor(SampleData.Gradient<float>(length)),
            }),
        ];
        _optimizer = subject switch
        {
            ModelSubject.Adam => torch.optim.Adam(_parameters, Hyperparameters.LearningRate),
            ModelSubject.Momentum => torch.optim.SGD(_parameters, Hyperparameters.LearningRate, Hyperparameters.Momentum),
            _ => torch.optim.SGD(_parameters, Hyperparameters.LearningRate),
        };
    }

    public void Run() => _optimizer.step();

    public double[] Values()
    {
        var values = new List<double>();
        foreach (var parameter in _parameters)
        {
            using var doubles = parameter.detach().to(torch.float64);
            values.AddRange(doubles.data<double>().ToArray());
        }

        return [.. values];
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        foreach (var parameter in _parameters)
            parameter.Dispose();
        _withoutAutograd.Dispose();
    }
}
