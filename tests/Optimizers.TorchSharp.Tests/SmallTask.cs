using TorchSharp;
using static TorchSharp.torch;

namespace Optimizers.Torch.Tests;

/// <summary>A small network with a convolution and a task for it, the same for every caller.</summary>
internal sealed class SmallTask : IDisposable
{
    public SmallTask(ScalarType type = ScalarType.Float32)
    {
        using var generator = new Generator(1);
        Model = nn.Sequential(
            ("conv", nn.Conv2d(1, 3, 3)), ("act", nn.Tanh()), ("flat", nn.Flatten()), ("fc1", nn.Linear(48, 5)), ("act2", nn.Tanh()),
            ("fc2", nn.Linear(5, 4)));
        using (no_grad())
        {
            foreach (var parameter in Model.parameters())
                parameter.copy_(randn(parameter.shape, generator: generator) * 0.3);
        }

        Model.to(type);
        X = randn([12, 1, 6, 6], generator: generator).to(type);
        Y = randint(0, 4, [12], generator: generator);
    }

    public TorchSharp.Modules.Sequential Model { get; }

    public Tensor X { get; }

    public Tensor Y { get; }

    /// <summary>The loss and its gradients.</summary>
    public double Backward()
    {
        foreach (var parameter in Model.parameters())
        {
            using var gradient = parameter.grad;
            gradient?.zero_();
        }

        using var scope = NewDisposeScope();
        var loss = nn.functional.cross_entropy(Model.forward(X), Y);
        loss.backward();
        return loss.ToDouble();
    }

    /// <summary>The values of all parameters, one behind the other.</summary>
    public double[] Values()
    {
        using var scope = NewDisposeScope();
        return [.. Model.parameters().SelectMany(each => each.detach().to(ScalarType.Float64).data<double>().ToArray())];
    }

    public void Dispose()
    {
        Model.Dispose();
        X.Dispose();
        Y.Dispose();
    }
}
