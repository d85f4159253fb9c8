using System.Text;

namespace Optimizers.Tests.Rules;

/// <summary>All that an optimizer's steps have left behind, as bytes, to compare bit for bit.</summary>
internal static class StateBits
{
    /// <summary>The bytes of what a snapshot holds.</summary>
    public static byte[] Of(IOptimizer optimizer) => Of(optimizer.Snapshot());

    /// <summary>The bytes of a state.</summary>
    public static byte[] Of(OptimizerState state)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        Write(writer, state);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Every value of a state and of the states inside it.</summary>
    public static IEnumerable<StateValue> Values(OptimizerState state) =>
        [.. state.Parameters.SelectMany(each => each.Values), .. state.Groups.SelectMany(each => each), .. state.Inner.Values.SelectMany(Values)];

    private static void Write(BinaryWriter writer, OptimizerState state)
    {
        writer.Write(state.Rule);
        writer.Write(state.Maximizes);
        writer.Write(state.Iteration);
        writer.Write(state.SkippedSteps);
        writer.Write(state.LastGradientNorm);
        foreach (var parameter in state.Parameters)
        {
            writer.Write(parameter.Steps);
            writer.Write(parameter.ConstantRate);
            Write(writer, parameter.Values);
        }

        foreach (var group in state.Groups)
            Write(writer, group);
        foreach (var (name, number) in state.Scalars)
        {
            writer.Write(name);
            writer.Write(number);
        }

        foreach (var inner in state.Inner.Values)
            Write(writer, inner);
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<StateValue> values)
    {
        foreach (var value in values)
        {
            writer.Write(value.Name);
            writer.Write(value.Bytes);
        }
    }
}
