namespace Optimizers.Tests.Rules;

/// <summary>A step of 16-bit parameters is the step of floats, on the widened numbers, and then rounded.</summary>
public sealed class NarrowParameterTests
{
    private const int Count = 37;

    // What stands around an optimizer reads the parameters that it has rounded.
    public static TheoryData<string> Elementwise { get; } = OptimizerFacts.Of(fact => fact.IsElementwise && fact.Create(0) is Optimizer);

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void Half_and_bfloat16_parameters_take_the_step_of_floats_rounded(string name)
    {
        foreach (var kind in new[] { ElementKind.Half, ElementKind.BFloat16 })
        {
            var fact = OptimizerFacts.Of(name);
            var (narrow, wide) = (fact.Create(0.05), fact.Create(0.05));
            var (sixteen, floats) = (new ParameterSet((kind, Count, 0)), new ParameterSet((ElementKind.Single, Count, 0)));
            for (var step = 0; step < 12; step++)
            {
                ParameterSet.Widen(sixteen[0]).Select(x => (float)x).ToArray().CopyTo((float[])floats[0], 0);
                sixteen.Prepare(step);
                floats.SetGradient(0, ParameterSet.Widen(ParameterSet.Narrow(Trajectory.Gradient(Count, step), kind)));
                narrow.Step(sixteen.Parameters);
                wide.Step(floats.Parameters);
                ParameterSet.Widen(sixteen[0]).Should().Equal(
                    ParameterSet.Widen(ParameterSet.Narrow(ParameterSet.Widen(floats[0]), kind)), "of {0} in step {1}", kind, step);
            }
        }
    }

    [Fact]
    public void Sam_ascends_from_16_bit_parameters_by_the_radius_along_the_gradient_and_comes_back()
    {
        var half = (Half[])ParameterSet.Narrow([1, 2], ElementKind.Half);
        var brain = (ushort[])ParameterSet.Narrow([1, 2], ElementKind.BFloat16);
        Parameter[] parameters =
        [
            Parameter.OfHalf(half, (Half[])ParameterSet.Narrow([3, 4], ElementKind.Half)),
            Parameter.OfBFloat16(brain, (ushort[])ParameterSet.Narrow([6, 8], ElementKind.BFloat16)),
        ];
        var sam = new Sam(new Sgd(0.1), radius: Math.Sqrt(5));
        using (sam.Ascend(parameters))
        {
            // 0.2·(3, 4, 6, 8), rounded to 11 and to 8 bits.
            half.Should().Equal((Half)1.6, (Half)2.8);
            ParameterSet.Widen(brain).Should().Equal(2.203125, 3.59375);
        }

        half.Should().Equal((Half)1, (Half)2);
        ParameterSet.Widen(brain).Should().Equal(1, 2);
    }
}
