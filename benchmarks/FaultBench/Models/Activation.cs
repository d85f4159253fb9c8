using System.Numerics.Tensors;

namespace Optimizers.FaultBench;

/// <summary>The function that a unit applies to its sum.</summary>
internal enum Activation
{
    /// <summary>The identity, for outputs.</summary>
    None,

    /// <summary>tanh z, in (−1, 1).</summary>
    Tanh,

    /// <summary>1/(1 + e⁻ᶻ), in (0, 1).</summary>
    Sigmoid,

    /// <summary>max(z, 0).</summary>
    Relu,
}

/// <summary>The functions themselves.</summary>
internal static class Activations
{
    /// <summary>Replaces sums by activations.</summary>
    public static void Apply(this Activation activation, Span<double> z)
    {
        if (activation == Activation.Tanh)
            TensorPrimitives.Tanh(z, z);
        else if (activation == Activation.Sigmoid)
            TensorPrimitives.Sigmoid(z, z);
        else if (activation == Activation.Relu)
            TensorPrimitives.Max(z, 0.0, z);
    }

    /// <summary>Multiplies errors by the derivative, written in the activations h themselves.</summary>
    public static void Backward(this Activation activation, ReadOnlySpan<double> h, Span<double> error)
    {
        switch (activation)
        {
            case Activation.Tanh:
                for (var i = 0; i < error.Length; i++)
                    error[i] *= 1 - (h[i] * h[i]);
                break;
            case Activation.Sigmoid:
                for (var i = 0; i < error.Length; i++)
                    error[i] *= h[i] * (1 - h[i]);
                break;
            case Activation.Relu:
                for (var i = 0; i < error.Length; i++)
                    error[i] = h[i] > 0 ? error[i] : 0;
                break;
        }
    }

    /// <summary>The ends of the range.</summary>
    public static (double Lower, double Upper) Range(this Activation activation) => activation switch
    {
        Activation.Tanh => (-1, 1),
        Activation.Sigmoid => (0, 1),
        Activation.Relu => (0, double.PositiveInfinity),
        _ => (double.NegativeInfinity, double.PositiveInfinity),
    };
}
