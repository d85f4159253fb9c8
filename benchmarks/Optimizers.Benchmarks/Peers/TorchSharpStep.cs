using Optimizers.Benchmarks.Workloads;
using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Optimizers.Benchmarks.Peers;

/// <summary>A step of TorchSharp's own optimizer on one tensor whose gradient is there, without autograd.</summary>
/// <remarks>LibTorch's settings belong to the calling thread: a workload is made, run and disposed on the same one.</remarks>
internal sealed class TorchSharpStep : IWorkload
{
    private readonly TorchParameter _parameter;
    private readonly torch.Tensor _gradient;
    private readonly torch.optim.Optimizer _optimizer;
    private readonly IDisposable _withoutAutograd;

    public TorchSharpStep(Func<TorchParameter[], torch.optim.Optimizer> rule, bool isDouble, int length, int threads)
    {
        torch.set_num_threads(threads);
        _withoutAutograd = torch.no_grad();
        _parameter = new TorchParameter(isDouble
            ? torch.tensor(SampleData.Parameters<double>(length))
            : torch.tensor(SampleData.Parameters<float>(length)));
        _gradient = isDouble ? torch.tensor(SampleData.Gradient<double>(length)) : torch.tensor(SampleData.Gradient<float>(length));
        _parameter.grad = _gradient;
        _optimizer = rule([_parameter]);
    }

    public void Run() => _optimizer.step();

    public double[] Values()
    {
        using var values = _parameter.detach().to(torch.float64);
        return values.data<double>().ToArray();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _parameter.Dispose();
        _gradient.Dispose();
        _withoutAutograd.Dispose();
    }
}
