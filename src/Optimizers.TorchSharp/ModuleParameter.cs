using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Optimizers.Torch;

/// <summary>A parameter of a module, and its view for a step. The view is made anew in every step: a module that moves has other memory.</summary>
internal sealed class ModuleParameter(string? name, TorchParameter tensor)
{
    private object? _value;
    private object? _gradient;
    private Tensor? _lent;

    /// <summary>The name in the module; null if it was handed over without one.</summary>
    public string? Name => name;

    /// <summary>The tensor.</summary>
    public TorchParameter Tensor => tensor;

    /// <summary>
    /// The value and the gradient as they lie in memory now. A tensor without a gradient, or that requires none, is frozen. The gradient is lent
    /// until <see cref="Return"/>.
    /// </summary>
    /// <param name="rateScale">What the learning rate is multiplied with.</param>
    /// <exception cref="InvalidOperationException">The tensor has been disposed of, or its gradient is of another type.</exception>
    /// <exception cref="NotSupportedException">It is on another device, of a type that no step knows, not contiguous, or too long.</exception>
    public Parameter View(double rateScale)
    {
        Return();
        if (tensor.IsInvalid)
        {
            throw new InvalidOperationException(
                $"{this} has been disposed of, as a module does with its tensors when it moves or changes its type: make the optimizer after the "
                + "module has moved. To go on with what it remembers, Save before and Load after. Nothing was changed.");
        }

        if (!tensor.is_contiguous())
            throw Unfit("it is not contiguous; make it so: new Parameter(tensor.contiguous())");
        var type = tensor.dtype;
        Check(tensor, type);
        _lent = Gradient(type);
        var parameter = type switch
        {
            ScalarType.Float64 => new Parameter(Native<double>(ref _value, tensor), Native<double>(ref _gradient, _lent)),
            ScalarType.Float32 => new Parameter(Native<float>(ref _value, tensor), Native<float>(ref _gradient, _lent)),
            ScalarType.Float16 => Parameter.OfHalf(Native<Half>(ref _value, tensor), Native<Half>(ref _gradient, _lent)),
            ScalarType.BFloat16 => Parameter.OfBFloat16(Native<ushort>(ref _value, tensor), Native<ushort>(ref _gradient, _lent)),
            _ => throw Unfit($"it is {type}; steps are taken in Float64, Float32, Float16 and BFloat16"),
        };
        // The weights of a convolution are a matrix too, one row an output: as Muon and the centralization of gradients take them.
        if (tensor.dim() > 1 && parameter.Length > 0)
            parameter = parameter.ByRows((int)tensor.size(0), parameter.Length / (int)tensor.size(0));
        return parameter with { Name = name, Frozen = _lent is null, LearningRateScale = rateScale };
    }

    /// <summary>Gives the gradient back: every read of it makes an object with a finalizer.</summary>
    public void Return()
    {
        _lent?.Dispose();
        _lent = null;
    }

    /// <summary>"the tensor fc.weight".</summary>
    public override string ToString() => name is null ? "A tensor" : $"The tensor {name}";

    private static Memory<E> Native<E>(ref object? memory, Tensor? of) where E : unmanaged
    {
        if (of is null)
            return default;
        var native = memory as NativeMemory<E> ?? new NativeMemory<E>();
        memory = native;
        return native.Of(of.bytes);
    }

    private Tensor? Gradient(ScalarType type)
    {
        var gradient = tensor.requires_grad ? tensor.grad : null;
        if (gradient is null)
            return null;
        try
        {
            if (gradient.is_sparse)
                throw Unfit("its gradient is sparse; make it dense, of an embedding by sparse: false");
            if (gradient.dtype != type)
                throw new InvalidOperationException($"{this} is {type}, but its gradient {gradient.dtype}: clear it and go backward again.");
            Check(gradient, type);
            if (gradient.is_contiguous())
                return gradient;
            using var strided = gradient;
            return gradient.contiguous();
        }
        catch
        {
            gradient.Dispose();
            throw;
        }
    }

    private void Check(Tensor each, ScalarType type)
    {
        if (each.device_type != DeviceType.CPU)
        {
            throw Unfit(
                $"it is on {each.device}; steps are taken in the memory of the CPU: move the module by module.cpu(), or keep an optimizer of "
                + "TorchSharp there");
        }

        if (each.numel() * each.element_size() > int.MaxValue)
            throw Unfit($"it has {each.numel()} elements of {type}, more than the 2 GiB that a step takes in one piece");
    }

    private NotSupportedException Unfit(string why) => new($"{this} cannot be stepped: {why}. Nothing was changed.");
}
