using Optimizers.Arithmetic;
using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Around;

/// <summary>Masters in single precision beside parameters of 16 bits.</summary>
public sealed class MasterWeightsTests
{
    private const int Length = 1500; // More than one piece.

    [Theory]
    [InlineData(ElementKind.Half)]
    [InlineData(ElementKind.BFloat16)]
    public void The_masters_step_with_the_bits_of_a_training_in_floats_and_theta_is_what_they_round_to(ElementKind kind)
    {
        AdamW Make() => new(0.01, weightDecay: 0.1) { Clipping = GradientClipping.ByGlobalNorm(1), L2Penalty = 0.01 };
        var (optimizer, reference) = (new MasterWeights(Make()), Make());
        var narrow = new Narrowed(kind, Trajectory.ToFloat(Trajectory.Start(Length)));
        var floats = narrow.Wide();
        for (var step = 0; step < 30; step++)
        {
            narrow.SetGradient(Trajectory.ToFloat(Trajectory.Gradient(Length, step)));
            optimizer.Step([narrow.Parameter with { LearningRateScale = 2, WeightDecayScale = 0.5 }]);
            reference.Step([new Parameter(floats, narrow.WideGradient()) { LearningRateScale = 2, WeightDecayScale = 0.5 }]);
            narrow.Wide().Should().Equal(Narrowed.Rounded(kind, floats));
        }

        optimizer.Snapshot().Parameters[0].Values[0].Singles.ToArray().Should().Equal(floats);
        optimizer.Snapshot().Parameters[0].Values[0].Name.Should().Be("master");
    }

    [Fact]
    public void Updates_below_the_last_bit_add_up()
    {
        // The neighbours of 1 below are 1/256 away: a step of 1/4096 rounds back to 1.
        ushort[] alone = [0x3F80], mastered = [0x3F80], gradient = [0x3980];
        var (plain, optimizer) = (new Sgd(1), new MasterWeights(new Sgd(1)));
        for (var step = 0; step < 64; step++)
        {
            plain.Step([Parameter.OfBFloat16(alone, gradient)]);
            optimizer.Step([Parameter.OfBFloat16(mastered, gradient)]);
        }

        Narrow.Widen(gradient[0]).Should().Be(1f / 4096);
        Narrow.Widen(alone[0]).Should().Be(1);
        Narrow.Widen(mastered[0]).Should().Be(1 - (64f / 4096));
    }

    [Fact]
    public void An_element_that_the_caller_has_changed_is_the_new_master_and_the_others_keep_theirs()
    {
        ushort[] theta = [0x3F80, 0x3F80], gradient = [0x3980, 0x3980];
        var optimizer = new MasterWeights(new Sgd(1));
        optimizer.Step([Parameter.OfBFloat16(theta, gradient)]);
        theta[0] = 0x4000; // 2
        optimizer.Step([Parameter.OfBFloat16(theta, gradient)]);
        optimizer.Snapshot().Parameters[0].Values[0].Singles.ToArray().Should().Equal(2 - (1f / 4096), 1 - (2f / 4096));
    }

    [Fact]
    public void Wide_parameters_step_as_without_masters_and_take_no_memory_for_any()
    {
        var (optimizer, reference) = (new MasterWeights(new Adam()), new Adam());
        double[] theta = [1, -2], other = [1, -2], gradient = [0.5, 3];
        Half[] half = [(Half)1], halfGradient = [(Half)1];
        for (var step = 0; step < 3; step++)
        {
            optimizer.Step([(theta, gradient), Parameter.OfHalf(half, halfGradient)]);
            reference.Step(other, gradient);
        }

        theta.Should().Equal(other);
        var state = optimizer.Snapshot();
        state.Parameters[0].Values.Should().BeEmpty();
        state.Parameters[1].Values.Should().ContainSingle();
    }

    [Fact]
    public void A_refused_step_changes_nothing_and_a_frozen_parameter_stays()
    {
        ushort[] theta = [0x3F80, 0xC000], gradient = [0x3F80, 0x7FC0], frozen = [0x4040];
        var optimizer = new MasterWeights(new Momentum(0.1));
        FluentActions.Invoking(() => optimizer.Step([Parameter.OfBFloat16(theta, gradient)])).Should().Throw<NonFiniteGradientException>();
        theta.Should().Equal((ushort)0x3F80, (ushort)0xC000);
        optimizer.Iteration.Should().Be(0);
        gradient[1] = 0;
        optimizer.Step([Parameter.OfBFloat16(theta, gradient), Parameter.OfBFloat16(frozen, null) with { Frozen = true }]);
        frozen.Should().Equal((ushort)0x4040);
        Narrow.Widen(theta[0]).Should().BeApproximately(0.9f, 0.004f);
        FluentActions.Invoking(() => optimizer.Step([Parameter.OfBFloat16(theta, gradient)])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => optimizer.Step([Parameter.OfBFloat16(theta, new ushort[3]), Parameter.OfBFloat16(frozen, frozen)]))
            .Should().Throw<ArgumentException>().WithMessage("*parameters[0]*");
        FluentActions.Invoking(() => new MasterWeights(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void A_step_that_an_observer_complains_of_has_moved_theta_too()
    {
        ushort[] theta = [0x3F80], gradient = [0x3F80];
        var optimizer = new MasterWeights(new Sgd(0.5));
        optimizer.Watch(new Complaining());
        FluentActions.Invoking(() => optimizer.Step([Parameter.OfBFloat16(theta, gradient)])).Should().Throw<StepObserverException>();
        Narrow.Widen(theta[0]).Should().Be(0.5f);
    }

    [Theory]
    [InlineData(ElementKind.Half)]
    [InlineData(ElementKind.BFloat16)]
    public void A_training_goes_on_from_a_snapshot_and_from_a_file_with_the_same_bits(ElementKind kind)
    {
        var (optimizer, narrow) = (new MasterWeights(new Adam(0.003)), new Narrowed(kind, Trajectory.ToFloat(Trajectory.Start(40))));
        void Step(IOptimizer by, Narrowed on, int step)
        {
            on.SetGradient(Trajectory.ToFloat(Trajectory.Gradient(40, step)));
            by.Step([on.Parameter with { Name = "w" }, new Parameter(new float[] { 1 }, new float[] { 0.5f }) { Name = "b" }]);
        }

        for (var step = 0; step < 10; step++)
            Step(optimizer, narrow, step);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        optimizer.Save(path);
        var restored = new MasterWeights(new Adam(0.003));
        restored.Restore(optimizer.Snapshot());
        var loaded = new MasterWeights(new Adam(0.003));
        loaded.Load(path);
        File.Delete(path);
        var (second, third) = (new Narrowed(kind, narrow.Wide()), new Narrowed(kind, narrow.Wide()));
        for (var step = 10; step < 20; step++)
        {
            Step(optimizer, narrow, step);
            Step(restored, second, step);
            Step(loaded, third, step);
        }

        second.Wide().Should().Equal(narrow.Wide());
        third.Wide().Should().Equal(narrow.Wide());
        loaded.Snapshot().Parameters[0].Values[0].Singles.ToArray().Should().Equal(optimizer.Snapshot().Parameters[0].Values[0].Singles.ToArray());
        FluentActions.Invoking(() => new MasterWeights(new Sgd(0.1)).Restore(optimizer.Snapshot())).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Later_steps_allocate_nothing()
    {
        var (optimizer, narrow) = (new MasterWeights(new Adam()), new Narrowed(ElementKind.BFloat16, new float[Length]));
        optimizer.Step([narrow.Parameter]);
        Allocation.Least(() => optimizer.Step([narrow.Parameter])).Should().Be(0);
    }

    private sealed class Complaining : StepObserver
    {
        protected internal override void Taken(in StepView step) => throw new InvalidOperationException("I have seen enough.");
    }

    /// <summary>A parameter of 16 bits, seen as floats.</summary>
    private sealed class Narrowed
    {
        private readonly ElementKind _kind;
        private readonly Half[] _halves;
        private readonly Half[] _halfGradient;
        private readonly ushort[] _bits;
        private readonly ushort[] _bitsGradient;

        public Narrowed(ElementKind kind, float[] start)
        {
            _kind = kind;
            (_halves, _halfGradient) = (new Half[start.Length], new Half[start.Length]);
            (_bits, _bitsGradient) = (new ushort[start.Length], new ushort[start.Length]);
            Narrow.RoundHalf(start, _halves);
            Narrow.RoundBFloat16(start, _bits);
        }

        public Parameter Parameter =>
            _kind == ElementKind.Half ? Parameter.OfHalf(_halves, _halfGradient) : Parameter.OfBFloat16(_bits, _bitsGradient);

        public void SetGradient(float[] gradient)
        {
            Narrow.RoundHalf(gradient, _halfGradient);
            Narrow.RoundBFloat16(gradient, _bitsGradient);
        }

        public float[] Wide() => _kind == ElementKind.Half
            ? Array.ConvertAll(_halves, each => (float)each)
            : Array.ConvertAll(_bits, Narrow.Widen);

        public float[] WideGradient() => _kind == ElementKind.Half
            ? Array.ConvertAll(_halfGradient, each => (float)each)
            : Array.ConvertAll(_bitsGradient, Narrow.Widen);

        public static float[] Rounded(ElementKind kind, float[] values) => new Narrowed(kind, values).Wide();
    }
}
