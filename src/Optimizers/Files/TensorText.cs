namespace Optimizers.Files;

/// <summary>A tensor in a message.</summary>
internal static class TensorText
{
    public static string Of(string name, TensorType type, TensorShape shape) => $"tensor {Quoted.Text(name)} of shape {shape} and type {type}";
}
