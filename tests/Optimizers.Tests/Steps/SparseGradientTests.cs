using System.Buffers;
using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Steps;
using Optimizers.Tests.Rules;

#pragma warning disable OPT1001 // Runners are experimental.

namespace Optimizers.Tests.Steps;

/// <summary>Gradients of tables of which a step touches few entries.</summary>
public sealed class SparseGradientTests
{
    /// <summary>Rules that step each element by itself, without noise.</summary>
    public static TheoryData<string> Elementwise { get; } = OptimizerFacts.Of(fact =>
        fact is { NeedsClosure: false, NeedsMatrices: false } && fact.Make(0.1) is Optimizer optimizer && Takes(optimizer));

    /// <summary>Recorded by Peers/sparse.py.</summary>
    [Fact]
    public void Adam_on_a_sparse_gradient_is_SparseAdam_of_PyTorch()
    {
        const int Entries = 6, Width = 3, Steps = 200;
        using var stream = typeof(SparseGradientTests).Assembly.GetManifestResourceStream("sparse.json")!;
        var recorded = JsonDocument.Parse(stream).RootElement;
        var table = Matrix<double>.Build.Dense(Width, Entries, (k, e) => (((5 * e) + (3 * k)) % 7) - 3);
        var gradient = new SparseGradient<double>(Entries, Width);
        var optimizer = new Adam(0.01, 0.75, 0.875, epsilon: 1e-30);
        for (var step = 0; step < Steps; step++)
        {
            gradient.Clear();
            int[] entries = [step % 5, step * step % 5, step % 5];
            for (var n = 0; n < entries.Length; n++)
                gradient.Add(entries[n], Enumerable.Range(0, Width).Select(k => ((((7 * step) + (3 * n) + (5 * k)) % 11) - 5) / 8.0).ToArray());
            optimizer.Step([Parameter.Sparse(table, gradient)]);
            if (!recorded.TryGetProperty((step + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), out var expected))
                continue;
            table.ToColumnMajorArray().Zip(expected.EnumerateArray().Select(each => each.GetDouble()))
                .Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) <= 1e-13 * (1 + Math.Abs(pair.Second)), "in step {0}", step + 1);
        }
    }

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void A_gradient_that_touches_all_entries_steps_with_the_bits_of_a_dense_one(string name)
    {
        var fact = OptimizerFacts.Of(name);
        var (sparse, dense) = (fact.Make(0.01), fact.Make(0.01));
        var (theta, other) = (Trajectory.Start(60), Trajectory.Start(60));
        var gradient = new SparseGradient<double>(entries: 12, width: 5);
        for (var step = 0; step < 12; step++)
        {
            var full = Trajectory.Gradient(60, step);
            gradient.Clear();
            foreach (var entry in Enumerable.Range(0, 12).OrderBy(entry => entry * 7 % 12))
                gradient.Add(entry, full.AsSpan(5 * entry, 5));
            sparse.Step([Parameter.Sparse(theta, gradient)]);
            dense.Step(other, full);
        }

        theta.Should().Equal(other);
    }

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void What_is_not_touched_stays_and_what_is_remembered_of_it_too(string name)
    {
        var optimizer = OptimizerFacts.Of(name).Make(0.01);
        var theta = Trajectory.ToFloat(Trajectory.Start(40));
        var gradient = new SparseGradient<float>(entries: 10, width: 4);
        var table = Parameter.Sparse(theta, gradient);
        for (var step = 0; step < 6; step++)
        {
            gradient.Clear();
            for (var entry = 0; entry < (step == 0 ? 10 : 0); entry++)
                gradient.Add(entry, Trajectory.ToFloat(Trajectory.Gradient(4, entry)));
            gradient.Add(3, Trajectory.ToFloat(Trajectory.Gradient(4, step)));
            var (before, state) = ((float[])theta.Clone(), StateBitsOf(optimizer));
            optimizer.Step([table]);
            for (var i = 0; i < 40 && step > 0; i++)
            {
                if (i / 4 != 3)
                    theta[i].Should().Be(before[i], "element {0} was not touched", i);
            }

            if (step > 0)
            {
                foreach (var (now, then) in StateBitsOf(optimizer).Zip(state))
                {
                    now.Where((_, i) => i / 4 != 3).Should().Equal(then.Where((_, i) => i / 4 != 3));
                    now.Length.Should().Be(40);
                }
            }
        }
    }

    [Fact]
    public void Neither_threads_nor_the_order_of_touching_change_a_bit()
    {
        const int Entries = 20_000, Width = 19; // Entries lie across the borders of blocks.
        float[] Train(int threads, bool backwards)
        {
            var (random, theta) = (new Random(3), new float[Entries * Width]);
            var gradient = new SparseGradient<float>(Entries, Width);
            var optimizer = new AdamW(0.01) { MaxThreads = threads, Clipping = GradientClipping.ByGlobalNorm(0.1) };
            for (var step = 0; step < 3; step++)
            {
                gradient.Clear();
                var parts = Enumerable.Range(0, Entries).OrderBy(_ => random.Next()).Take(3000)
                    .Select(entry => (entry, Enumerable.Range(0, Width).Select(_ => random.NextSingle() - 0.5f).ToArray())).ToList();
                if (backwards)
                    parts.Reverse();
                foreach (var (entry, part) in parts)
                    gradient.Add(entry, part);
                optimizer.Step([Parameter.Sparse(theta, gradient).ByRows(Entries, Width)]);
            }

            return theta;
        }

        var expected = Train(1, false);
        expected.Should().Contain(x => x != 0).And.Contain(x => x == 0);
        Train(3, false).Should().Equal(expected);
        Train(2, true).Should().Equal(expected);
    }

    [Fact]
    public void Clipping_and_the_guard_see_the_touched_entries()
    {
        var (table, dense) = (Vector<double>.Build.Dense(1000, 1), Vector<double>.Build.Dense(1000, 1));
        var gradient = new SparseGradient<double>(1000);
        gradient[7][0] = 3;
        gradient[900][0] = -4;
        var optimizer = new Sgd(1) { Clipping = GradientClipping.ByGlobalNorm(1) };
        optimizer.Step([Parameter.Sparse(table, gradient)]);
        optimizer.LastGradientNorm.Should().Be(5);
        table[7].Should().BeApproximately(0.4, 1e-15);
        table[900].Should().BeApproximately(1.8, 1e-15);
        table.Sum().Should().BeApproximately(1000.2, 1e-12);
        gradient[900][0] = double.NaN;
        var kept = table.Clone();
        var refusal = optimizer.Invoking(o => o.Step([Parameter.Sparse(table, gradient)])).Should().Throw<NonFiniteGradientException>().Which;
        refusal.Index.Should().Be(900);
        table.Should().Equal(kept);
        gradient.Clear();
        optimizer.Step([Parameter.Sparse(table, gradient)]);
        table.Should().Equal(kept);
        optimizer.LastGradientNorm.Should().Be(0);
        dense.Sum().Should().Be(1000);
    }

    [Fact]
    public void A_training_changes_between_dense_and_sparse_gradients_and_goes_on_from_a_state()
    {
        var (theta, other) = (new double[] { 1, 2, 3, 4 }, new double[] { 1, 2, 3, 4 });
        var gradient = new SparseGradient<double>(entries: 2, width: 2);
        var optimizer = new Momentum(0.1);
        void Step(IOptimizer by, double[] on, bool sparse)
        {
            gradient.Clear();
            gradient.Add(1, [1, -1]);
            by.Step([sparse ? Parameter.Sparse(on, gradient) : new Parameter(on, (double[])[0, 0, 1, -1])]);
        }

        foreach (var sparse in new[] { true, false, false, true, true })
            Step(optimizer, theta, sparse);
        var twin = new Momentum(0.1);
        foreach (var sparse in new[] { false, false, true })
            Step(twin, other, sparse);
        var resumed = new Momentum(0.1);
        resumed.Restore(twin.Snapshot());
        Step(resumed, other, true);
        Step(resumed, other, false);
        theta.Should().Equal(other, "nothing is remembered of entries whose gradients were 0");
    }

    [Fact]
    public void Who_cannot_step_on_touched_entries_alone_says_why()
    {
        var theta = new double[10_000];
        var gradient = new SparseGradient<double>(100, 100);
        gradient[3][4] = 1;
        void Refuses(IOptimizer optimizer, string why)
        {
            optimizer.Invoking(o => o.Step([Parameter.Sparse(theta, gradient)])).Should().Throw<ArgumentException>().WithMessage($"*{why}*");
            theta.Should().OnlyContain(x => x == 0);
            optimizer.Step(theta, new double[10_000]);
            optimizer.Iteration.Should().Be(1);
        }

        Refuses(new Lamb(0.1), "looks at the whole");
        Refuses(new Adam(0.1) { StateStorage = StateStorage.EightBits }, "EightBits");
        Refuses(new Sgd(0.1).Then(new LangevinNoise()), "noise");
        new Sgd(1).Invoking(o => o.Step([Parameter.Sparse(new double[9], gradient)])).Should().Throw<ArgumentException>().WithMessage("*9*10000*");
        new Sgd(1).Invoking(o => o.Step([Parameter.Sparse(Matrix<double>.Build.Dense(50, 200), gradient)]))
            .Should().Throw<ArgumentException>().WithMessage("*50×200*100×100*");
    }

    [Fact]
    public void A_runner_of_steps_and_memory_that_cannot_be_pinned_refuse_it_and_nothing_changes()
    {
        var gradient = new SparseGradient<double>(4);
        gradient[1][0] = 1;
        var theta = new double[4];
        var elsewhere = new Sgd(0.1) { Runner = new NoRunner() };
        elsewhere.Invoking(o => o.Step([Parameter.Sparse(theta, gradient)])).Should().Throw<NotSupportedException>().WithMessage("*runner*");
        using var memory = new UnpinnableMemory();
        var optimizer = new Sgd(0.1);
        optimizer.Invoking(o => o.Step([Parameter.Sparse(memory.Memory, gradient)])).Should().Throw<NotSupportedException>().WithMessage("*sparse*");
        memory.GetSpan().ToArray().Concat(theta).Should().OnlyContain(x => x == 0);
        (elsewhere.Iteration, optimizer.Iteration).Should().Be((0, 0));
        optimizer.Step([(memory.Memory, new double[] { 1, 0, 0, 0 })]);
        memory.GetSpan()[0].Should().Be(-0.1);
    }

    [Fact]
    public void Sums_of_sparse_vectors_and_matrices_touch_what_they_store()
    {
        var gradient = new SparseGradient<double>(entries: 4, width: 3);
        gradient.Add(Matrix<double>.Build.SparseOfIndexed(3, 4, [(1, 2, 5.0), (0, 0, -1.0)]));
        gradient.Add(Vector<double>.Build.SparseOfIndexed(12, [(7, 2.0), (11, 1.0)]));
        gradient.Touched.ToArray().Should().Equal(0, 2, 3);
        gradient.Count.Should().Be(3);
        gradient.ToString().Should().Be("3 of 4 entries of 3");
        gradient[2].ToArray().Should().Equal(0, 7, 0);
        Parameter.Sparse(new double[12], gradient).Gradients<double>().ToArray().Should().Equal(-1, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 1);
        gradient.Add(2, [1, 1, 1]);
        Parameter.Sparse(new double[12], gradient).Gradients<double>().ToArray().Should().Equal(-1, 0, 0, 0, 0, 0, 1, 8, 1, 0, 0, 1);
        gradient.Clear();
        gradient.Touched.IsEmpty.Should().BeTrue();
        gradient[2].ToArray().Should().Equal(0, 0, 0);
    }

    [Fact]
    public void A_sparse_gradient_refuses_what_is_not_in_the_table()
    {
        var gradient = new SparseGradient<float>(entries: 4, width: 3);
        gradient.Invoking(g => g[4].Clear()).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*4 entries, from 0 to 3*");
        gradient.Invoking(g => g.Add(-1, [1, 2, 3])).Should().Throw<ArgumentOutOfRangeException>();
        gradient.Invoking(g => g.Add(1, [1, 2])).Should().Throw<ArgumentException>().WithMessage("*2 numbers*3*");
        gradient.Invoking(g => g.Add(Vector<float>.Build.Dense(11))).Should().Throw<ArgumentException>();
        gradient.Invoking(g => g.Add(Matrix<float>.Build.Dense(4, 3))).Should().Throw<ArgumentException>().WithMessage("*4×3*3×4*");
        gradient.Count.Should().Be(0);
        FluentActions.Invoking(() => new SparseGradient<float>(0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new SparseGradient<float>(int.MaxValue, 2)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Wrappers_take_it_as_a_dense_gradient()
    {
        var (theta, other) = (new double[] { 1, 2, 3 }, new double[] { 1, 2, 3 });
        var (sparse, dense) = (new GradientAccumulation(new Adam(), 2), new GradientAccumulation(new Adam(), 2));
        var gradient = new SparseGradient<double>(3);
        for (var call = 0; call < 4; call++)
        {
            gradient.Clear();
            gradient[call % 3][0] = call + 1;
            sparse.Step([Parameter.Sparse(theta, gradient)]);
            var full = new double[3];
            full[call % 3] = call + 1;
            dense.Step(other, full);
        }

        theta.Should().Equal(other);
    }

    [Fact]
    public void Later_steps_and_passes_allocate_nothing()
    {
        var theta = new float[3000];
        var gradient = new SparseGradient<float>(entries: 1000, width: 3);
        var optimizer = new AdamW() { Clipping = GradientClipping.ByGlobalNorm(1) };
        void Pass()
        {
            gradient.Clear();
            for (var entry = 500; entry > 0; entry -= 7)
                gradient[entry][1] += 1;
            optimizer.Step([Parameter.Sparse(theta, gradient)]);
        }

        Pass();
        Allocation.Least(Pass).Should().Be(0);
    }

    private sealed class NoRunner : IStepRunner
    {
        public void Run<TStep>(in StepTarget target, TStep step) where TStep : struct, IElementStep =>
            throw new InvalidOperationException("It is not to be asked.");
    }

    private sealed class UnpinnableMemory : MemoryManager<double>
    {
        private readonly double[] _values = new double[4];

        public override Span<double> GetSpan() => _values;

        public override MemoryHandle Pin(int elementIndex = 0) => default;

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    private static bool Takes(Optimizer optimizer)
    {
        try
        {
            optimizer.Step([Parameter.Sparse(new double[4], new SparseGradient<double>(4))]);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static List<double[]> StateBitsOf(IOptimizer optimizer) =>
        [.. optimizer.Snapshot().Parameters.SelectMany(each => each.Values).Where(each => each.Form == StateForm.Element)
            .Select(each => each.Kind == ElementKind.Double ? each.Doubles.ToArray() : each.Singles.ToArray().Select(x => (double)x).ToArray())];
}
