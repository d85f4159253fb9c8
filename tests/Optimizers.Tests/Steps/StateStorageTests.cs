using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;
using Optimizers.Steps;
using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Steps;

/// <summary>State in fewer bits: what it rounds to, what it takes, and where it leads.</summary>
public sealed class StateStorageTests
{
    private const int Large = 5000;

    public static TheoryData<string> Named { get; } = [nameof(Adam), nameof(AdamW), nameof(Lion), nameof(Momentum)];

    public static TheoryData<string> Elementwise { get; } = OptimizerFacts.Of(
        fact => fact is { StateBytes: > 0, NeedsClosure: false, NeedsMatrices: false } && fact.Make(0.1) is Optimizer);

    /// <summary>The map as section 1.3 of the paper describes it, and the nearest code by looking at all.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_code_is_the_nearest_of_the_papers_map(bool isSigned)
    {
        var map = new List<double> { 0, 1 };
        for (var zeros = 0; zeros < 7; zeros++)
        {
            var bits = (isSigned ? 6 : 7) - zeros;
            for (var fraction = 0; fraction < 1 << bits; fraction++)
            {
                var between = Math.Pow(10, -zeros) * (0.1 + (0.9 * (fraction + 0.5) / (1 << bits)));
                map.AddRange(isSigned ? [between, -between] : [between]);
            }
        }

        map.Should().HaveCount(256).And.OnlyHaveUniqueItems();
        var code = isSigned ? DynamicCode.Signed : DynamicCode.Unsigned;
        Enumerable.Range(0, 256).Select(each => (double)code[(byte)each]).Order().Zip(map.Order())
            .Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) <= 1e-7 * Math.Abs(pair.Second));
        var random = new Random(8);
        for (var i = 0; i < 20_000; i++)
        {
            var fraction = (float)Math.Pow(10, -8 * random.NextDouble());
            fraction = isSigned && random.Next(2) == 0 ? -fraction : fraction;
            var nearest = map.Where(each => isSigned || each > 0).Min(each => Math.Abs(each - fraction));
            Math.Abs(code[code.Nearest(fraction)] - (double)fraction).Should().BeLessThanOrEqualTo(nearest + 1e-7, "{0}", fraction);
        }

        for (var each = 0; each < 256; each++)
            code.Nearest(code[(byte)each]).Should().Be((byte)each);
        code.Nearest(0).Should().Be(0);
        DynamicCode.Unsigned.Nearest(1e-30f).Should().Be(1, "what is divided by does not become 0");
    }

    [Fact]
    public void Rounding_to_bfloat16_goes_to_one_of_the_neighbours_and_is_right_in_the_mean()
    {
        const int Count = 40_000;
        foreach (var value in new[] { 1.003f, -7.77f, 3e-39f, 1e30f })
        {
            var store = new BFloat16Store(Count);
            store.Write(0, Enumerable.Repeat(value, Count).ToArray(), new RandomEntries(1).Branch(2));
            var read = new float[Count];
            store.Read(0, read);
            var below = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) & 0xFFFF0000);
            var above = BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(value) & 0xFFFF0000) + 0x10000);
            read.Distinct().Should().BeEquivalentTo([below, above]);
            var spacing = Math.Abs((double)above - below);
            (read.Average(each => (double)each) - value).Should().BeInRange(-4 * spacing / Math.Sqrt(Count), 4 * spacing / Math.Sqrt(Count));
        }

        var exact = new BFloat16Store(3);
        exact.Write(0, [float.MaxValue, 0, -2], new RandomEntries(3));
        var back = new float[3];
        exact.Read(0, back);
        back.Should().Equal(BitConverter.UInt32BitsToSingle(0x7F7F0000), 0, -2);
    }

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void A_restored_state_goes_on_bit_for_bit_from_either_storage(string name)
    {
        foreach (var storage in new[] { StateStorage.BFloat16, StateStorage.EightBits })
        {
            var fact = OptimizerFacts.Of(name);
            var (one, other) = (Stored(fact, storage), Stored(fact, storage));
            one.MaxThreads = 1;
            other.MaxThreads = 2;
            var (a, b) = (Start(), Start());
            for (var step = 0; step < 6; step++)
                Step(one, a, step);
            a.CopyTo(b, 0);
            other.Restore(one.Snapshot());
            StateBits.Of(other).Should().Equal(StateBits.Of(one));
            for (var step = 6; step < 12; step++)
            {
                Step(one, a, step);
                Step(other, b, step);
            }

            b.Should().Equal(a);
        }
    }

    [Theory]
    [MemberData(nameof(Named))]
    public void A_large_parameter_gets_where_full_state_gets_it(string name)
    {
        var ends = Enum.GetValues<StateStorage>().Select(storage => Train(name, storage)).ToArray();
        ends[0].Should().BeLessThan(0.02, "the rate falls to 0 at the bottom");
        // A sign jumps by the error of a code, a hundredth of the largest number of its block.
        var allowed = name == nameof(Lion) ? 6 * ends[0] : (2 * ends[0]) + 0.002;
        ends.Should().OnlyContain(end => end < allowed, string.Join(", ", ends));
    }

    /// <summary>Means that a step changes by less than half of the last bit would stand still if they were rounded to the nearest.</summary>
    [Fact]
    public void A_mean_of_squares_in_bfloat16_follows_its_gradients_down()
    {
        var optimizer = new Adam(1e-3) { StateStorage = StateStorage.BFloat16 };
        var (theta, gradient) = (new float[64], new float[64]);
        Array.Fill(gradient, 1);
        for (var i = 0; i < 3000; i++)
            optimizer.Step(theta, gradient);
        var full = Mean();
        Array.Fill(gradient, 0.01f);
        for (var i = 0; i < 4000; i++)
            optimizer.Step(theta, gradient);
        (Mean() / full).Should().BeInRange(0.7 * Math.Exp(-4), 1.4 * Math.Exp(-4));

        double Mean() =>
            optimizer.Snapshot().Parameters[0].Values.Single(each => each.Meaning == StateMeaning.SquareMean).Singles.ToArray().Average();
    }

    [Theory]
    [InlineData(StateStorage.Full, 8, 8.1)]
    [InlineData(StateStorage.BFloat16, 4, 4.1)]
    [InlineData(StateStorage.EightBits, 2, 2.2)]
    public void Adam_takes_as_many_bytes_an_element(StateStorage storage, double least, double most)
    {
        const int Count = 1_000_000;
        var (theta, gradient) = (new float[Count], new float[Count]);
        new Adam(0.1) { StateStorage = storage, MaxThreads = 1 }.Step(theta, gradient);
        var bytes = Allocation.Least(
            () => new Adam(0.1) { StateStorage = storage, MaxThreads = 1 }.Step(theta, gradient), allowed: (long)(most * Count));
        ((double)bytes / Count).Should().BeInRange(least, most);
    }

    [Theory]
    [InlineData(StateStorage.BFloat16)]
    [InlineData(StateStorage.EightBits)]
    public void After_the_first_steps_nothing_is_allocated(StateStorage storage)
    {
        var optimizer = new Adam(0.1) { StateStorage = storage, MaxThreads = 1 };
        var (floats, doubles) = (new float[Large], new double[Large]);
        var (gradient, slope) = (Trajectory.ToFloat(Trajectory.Gradient(Large, 0)), Trajectory.Gradient(Large, 1));
        for (var i = 0; i < 3; i++)
            optimizer.Step([(floats, gradient), (doubles, slope)]);
        Allocation.Least(() => optimizer.Step([(floats, gradient), (doubles, slope)])).Should().Be(0);
    }

    [Fact]
    public void Narrow_parameters_matrices_and_doubles_are_stepped_too()
    {
        foreach (var storage in new[] { StateStorage.BFloat16, StateStorage.EightBits })
        {
            var optimizer = new Lamb(0.01) { StateStorage = storage };
            var w = Matrix<double>.Build.Dense(80, 70, 1);
            var h = Enumerable.Repeat((Half)1, Large).ToArray();
            for (var i = 0; i < 20; i++)
                optimizer.Step([(w, w.Clone()), Parameter.OfHalf(h, (Half[])h.Clone())]);
            w.Enumerate().Should().OnlyContain(each => each > 0 && each < 1);
            h.Should().OnlyContain(each => (double)each > 0 && (double)each < 1);
        }
    }

    [Fact]
    public void A_square_that_narrow_state_cannot_hold_is_refused()
    {
        double[] theta = [1];
        new Adam(0.1).Step(theta, (double[])[1e30]);
        theta[0].Should().BeLessThan(1);
        var optimizer = new Adam(0.1) { StateStorage = StateStorage.BFloat16 };
        optimizer.Invoking(o => o.Step(theta, (double[])[1e30])).Should().Throw<NonFiniteGradientException>();
        optimizer.Step(theta, (double[])[1e18]);
        theta.Should().OnlyContain(each => double.IsFinite(each));
    }

    [Fact]
    public void An_unknown_storage_is_refused() =>
        FluentActions.Invoking(() => new Adam { StateStorage = (StateStorage)7 }).Should().Throw<ArgumentOutOfRangeException>();

    private static Optimizer Stored(OptimizerFact fact, StateStorage storage)
    {
        var optimizer = (Optimizer)fact.Make(0.01);
        // A setting of construction; chains and landings take it over from their rule.
        typeof(Optimizer).GetProperty(nameof(Optimizer.StateStorage))!.SetValue(optimizer, storage);
        return optimizer;
    }

    private static float[] Start() => Trajectory.ToFloat(Trajectory.Start(Large));

    private static void Step(Optimizer optimizer, float[] theta, int step)
    {
        var gradient = Trajectory.ToFloat(Trajectory.Gradient(Large, step));
        optimizer.Step(theta, gradient);
    }

    /// <summary>The distance from the bottom of a bowl with noisy gradients, after a rate that falls to 0.</summary>
    private static double Train(string name, StateStorage storage)
    {
        const int Steps = 600;
        var rate = Schedule.CosineDecay(Steps, from: name == nameof(Lion) ? 0.005 : 0.02);
        Optimizer optimizer = name switch
        {
            nameof(Adam) => new Adam(rate) { StateStorage = storage },
            nameof(AdamW) => new AdamW(rate) { WeightDecay = 0, StateStorage = storage },
            nameof(Lion) => new Lion(rate) { StateStorage = storage },
            _ => new Momentum(rate) { StateStorage = storage },
        };
        var random = new Random(5);
        var (theta, gradient) = (new float[Large], new float[Large]);
        Array.Fill(theta, 1);
        for (var step = 0; step < Steps; step++)
        {
            for (var i = 0; i < Large; i++)
                gradient[i] = (float)((1 + (i % 3)) * (theta[i] + (0.1 * (random.NextDouble() - 0.5))));
            optimizer.Step(theta, gradient);
        }

        return Math.Sqrt(theta.Average(each => (double)each * each));
    }
}
