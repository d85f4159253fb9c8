using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Devices;

/// <summary>
/// The very structs of the elementwise rules run in kernels of another engine, ILGPU: its compiler for CUDA takes them, and on its accelerator on the
/// processor they take the steps of our sweep. Neither needs a device.
/// </summary>
public sealed class DeviceRuleTests(DeviceEngine device) : IClassFixture<DeviceEngine>
{
    private const int Count = 33;
    private const int Steps = 6;

    public static TheoryData<string> Elementwise { get; } = OptimizerFacts.Of(fact => fact.IsElementwise && IsOneRule(fact.Create(0)));

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void The_compiler_for_CUDA_makes_a_kernel_of_the_rule(string name) =>
        DeviceRule.Of(OptimizerFacts.Of(name).Create(0.05)).Compile(device.Compiler).Should().Contain(".visible .entry").And.Contain("sm_80");

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void A_kernel_takes_the_steps_of_the_sweep(string name)
    {
        var (ours, theirs) = (Plain(name), Plain(name));
        var gradients = Enumerable.Range(0, Steps).Select(step => Trajectory.ToFloat(Trajectory.Gradient(Count, step))).ToArray();
        var theta = Trajectory.ToFloat(Trajectory.Start(Count));
        var run = DeviceRule.Of(theirs).Run(device.Accelerator, theta, gradients);
        foreach (var gradient in gradients)
            ours.Step(theta, Array.ConvertAll(gradient, g => ours.Maximize ? -g : g));
        for (var j = 0; j < Count; j++)
            run[j].Should().BeApproximately(theta[j],
                4 * (MathF.BitIncrement(MathF.Max(1, MathF.Abs(theta[j]))) - MathF.Max(1, MathF.Abs(theta[j]))));
        run.Should().NotEqual(Trajectory.ToFloat(Trajectory.Start(Count)));
    }

    /// <summary>The rule alone: what is done to a gradient before it and to θ beside it is the sweep's.</summary>
    private static Optimizer Plain(string name)
    {
        var optimizer = (Optimizer)OptimizerFacts.Of(name).Create(0.05);
        (optimizer.L2Penalty, optimizer.WeightDecay, optimizer.Clipping) = (0, 0, null);
        return optimizer;
    }

    /// <summary>One rule, or a chain of rules and links, which is one as well.</summary>
    private static bool IsOneRule(IOptimizer optimizer)
    {
        for (var type = optimizer.GetType(); type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optimizer<>))
                return true;
        }

        return false;
    }
}
