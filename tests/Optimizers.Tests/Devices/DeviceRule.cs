using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using Optimizers.Steps;

namespace Optimizers.Tests.Devices;

/// <summary>An optimizer's rule, taken to a device.</summary>
internal abstract class DeviceRule
{
    /// <summary>The rule of an optimizer that is one.</summary>
    public static DeviceRule Of(IOptimizer optimizer)
    {
        var type = optimizer.GetType();
        while (!(type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optimizer<>)))
            type = type.BaseType!;
        return (DeviceRule)Activator.CreateInstance(typeof(DeviceRule<>).MakeGenericType(type.GetGenericArguments()), optimizer)!;
    }

    /// <summary>The kernel as PTX text.</summary>
    public abstract string Compile(PTXBackend compiler);

    /// <summary>Where the steps by some gradients lead from a start, on an accelerator.</summary>
    public abstract float[] Run(Accelerator accelerator, float[] start, IReadOnlyList<float[]> gradients);
}

/// <inheritdoc cref="DeviceRule"/>
/// <typeparam name="TRule">The formula.</typeparam>
internal sealed class DeviceRule<TRule>(Optimizer<TRule> optimizer) : DeviceRule
    where TRule : struct, IUpdateRule
{
    private readonly StepEngine _engine = new(optimizer.Source);
    private readonly StepSlots _slots = new(optimizer.Source, [new ParameterInfo(0, null, 1, 1, false, ElementKind.Single)]);

    public override string Compile(PTXBackend compiler)
    {
        var kernel = typeof(DeviceKernel).GetMethod(nameof(DeviceKernel.Step))!.MakeGenericMethod(typeof(TRule));
        return ((PTXCompiledKernel)compiler.Compile(EntryPointDescription.FromImplicitlyGroupedKernel(kernel),
            new KernelSpecialization())).PTXAssembly;
    }

    public override float[] Run(Accelerator accelerator, float[] start, IReadOnlyList<float[]> gradients)
    {
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, TRule>(
            DeviceKernel.Step);
        TRule.StateCount.Should().BeLessThanOrEqualTo(DeviceKernel.StateCount, "the kernel holds no more");
        using var theta = accelerator.Allocate1D(start);
        using var gradient = accelerator.Allocate1D<float>(start.Length);
        using var states = accelerator.Allocate1D<float>(start.Length * DeviceKernel.StateCount);
        states.MemSetToZero();
        for (var step = 0; step < gradients.Count; step++)
        {
            gradient.CopyFromCPU(gradients[step]);
            kernel(start.Length, theta.View, gradient.View, states.View, At(step));
            accelerator.Synchronize();
        }

        return theta.GetAsArray1D();
    }

    /// <summary>The rule with the numbers of a step, as the library makes them on the host.</summary>
    private TRule At(long iteration)
    {
        _slots.Hold([(new float[1], new float[1])]);
        _engine.Ask(_slots, iteration);
        StepEngine.Plan(_slots, iteration, optimizer.Source.Settings, new GradientSize(double.NaN, 1, double.NaN));
        var rule = optimizer.At(new StepInfo(_slots[0], iteration, _slots[0].LearningRate, new(default, _slots[0].Group.Program.Place)));
        _slots.Commit();
        return rule;
    }
}
