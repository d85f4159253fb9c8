using ILGPU;
using Optimizers.Steps;

namespace Optimizers.Tests.Devices;

/// <summary>A step of any elementwise rule as a kernel: one thread an element, the rule's struct as it is.</summary>
public static class DeviceKernel
{
    /// <summary>How many state values a rule may have here.</summary>
    public const int StateCount = 5;

    /// <summary>θ ← θ − u.</summary>
    /// <param name="index">The element.</param>
    /// <param name="theta">θ.</param>
    /// <param name="gradient">g.</param>
    /// <param name="states">The state values, one after the other.</param>
    /// <param name="rule">The rule with the step's numbers.</param>
    public static void Step<TRule>(
        Index1D index, ArrayView<float> theta, ArrayView<float> gradient, ArrayView<float> states, TRule rule)
        where TRule : struct, IUpdateRule
    {
        // Each by its name: ILGPU's compiler fails at the switch of the indexer.
        var length = theta.IntLength;
        var state = default(State<DeviceNumber>);
        state.First = new DeviceNumber(states[index]);
        state.Second = new DeviceNumber(states[length + index]);
        state.Third = new DeviceNumber(states[(2 * length) + index]);
        state.Fourth = new DeviceNumber(states[(3 * length) + index]);
        state.Fifth = new DeviceNumber(states[(4 * length) + index]);
        var parameter = new DeviceNumber(theta[index]);
        theta[index] = (parameter - rule.Apply(parameter, new DeviceNumber(gradient[index]), ref state)).Value;
        states[index] = state.First.Value;
        states[length + index] = state.Second.Value;
        states[(2 * length) + index] = state.Third.Value;
        states[(3 * length) + index] = state.Fourth.Value;
        states[(4 * length) + index] = state.Fifth.Value;
    }
}
