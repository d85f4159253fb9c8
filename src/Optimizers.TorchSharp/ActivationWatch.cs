using MathNet.Numerics.LinearAlgebra;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Optimizers.Torch;

/// <summary>Takes down what the activation functions of a module give while it is called, until it is disposed.</summary>
internal sealed class ActivationWatch : IDisposable
{
    private readonly List<Action> _removals = [];
    private readonly List<(string Layer, Matrix<double> Values, double Lower, double Upper)> _seen = [];

    public ActivationWatch(nn.Module module)
    {
        foreach (var (name, each) in module.named_modules())
        {
            if (each is not nn.Module<Tensor, Tensor> layer || RangeOf(layer) is not var (lower, upper))
                continue;
            var hook = layer.register_forward_hook((_, _, values) =>
            {
                _seen.Add((name, TorchCase.Columns(values), lower, upper)); // A sequence disposes of them at once.
                return values;
            });
            _removals.Add(hook.remove);
        }
    }

    /// <summary>The layers in the order in which they were called, with the ends of the range of each function.</summary>
    public IReadOnlyList<(string Layer, Matrix<double> Values, double Lower, double Upper)> Seen => _seen;

    public void Dispose() => _removals.ForEach(remove => remove());

    private static (double Lower, double Upper)? RangeOf(nn.Module<Tensor, Tensor> layer) => layer switch
    {
        ReLU => (0, double.PositiveInfinity),
        ReLU6 => (0, 6),
        Sigmoid => (0, 1),
        Tanh => (-1, 1),
        LeakyReLU or GELU or SiLU or ELU or Softplus or Hardtanh => (double.NaN, double.NaN),
        _ => null,
    };
}
