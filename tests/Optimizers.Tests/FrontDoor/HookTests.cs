using Optimizers.Arithmetic;
using Optimizers.Steps;
using Optimizers.Tests.Rules;

#pragma warning disable OPT1001, OPT1002 // The hooks are experimental.

namespace Optimizers.Tests.FrontDoor;

/// <summary>A step runs elsewhere over the same formula, and several processes step one model in shares.</summary>
public sealed class HookTests
{
    [Fact]
    public void A_runner_of_ones_own_gives_the_bits_of_the_sweep()
    {
        Optimizer[] mine = [new Adam(0.01) { WeightDecay = 0.1 }, new Momentum(0.01), new Lamb(0.01)];
        Optimizer[] others = [new Adam(0.01) { WeightDecay = 0.1 }, new Momentum(0.01), new Lamb(0.01)];
        for (var k = 0; k < mine.Length; k++)
        {
            mine[k].Runner = new OneByOne();
            var (a, b) = (Trajectory.Start(37), Trajectory.Start(37));
            for (var step = 0; step < 20; step++)
            {
                mine[k].Step(a, Trajectory.Gradient(37, step));
                others[k].Step(b, Trajectory.Gradient(37, step));
            }

            a.Should().Equal(b);
        }
    }

    [Fact]
    public void Two_processes_with_a_share_each_step_as_one_with_all()
    {
        const int Steps = 15;
        var one = Train(null, out var whole);
        using var joint = new Joint(2);
        var (left, right) = (default(double[][])!, default(double[][])!);
        Parallel.Invoke(
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            () => Train(joint.Of(0), out left),
            () => Train(joint.Of(1), out right));
        one.Should().BePositive();
        Near(left[0], whole[0]);
        Near(right[1], whole[1]);
        Near(left[2], whole[2]);

        // The sums over the shares are added in another order.
        static void Near(double[] theta, double[] expected)
        {
            for (var i = 0; i < theta.Length; i++)
                theta[i].Should().BeApproximately(expected[i], 1e-9 * Math.Max(1, Math.Abs(expected[i])));
        }

        static double Train(IStepExchange? exchange, out double[][] theta)
        {
            var optimizer = new Prodigy(initialDistance: 1e-2) { Exchange = exchange, Clipping = GradientClipping.ByGlobalNorm(1), MaxThreads = 1 };
            int[] lengths = [30, 41, 7];
            theta = Array.ConvertAll(lengths, length => Trajectory.Start(length));
            for (var step = 0; step < Steps; step++)
            {
                var values = theta;
                optimizer.Step([.. lengths.Select((length, i) => (Parameter)(values[i], Trajectory.Gradient(length, step, seed: i)))]);
            }

            return optimizer.LastGradientNorm;
        }
    }

    [Fact]
    public void A_fault_in_one_share_keeps_all_shares_from_stepping()
    {
        using var joint = new Joint(2);
        double[][] theta = [[1], [1]];
        Exception?[] thrown = [null, null];
        Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, rank =>
        {
            var optimizer = new Sgd(0.1) { Exchange = joint.Of(rank) };
            double[][] own = rank == 0 ? [theta[0], [1]] : [[1], theta[1]];
            thrown[rank] = Record.Exception(() => optimizer.Step([(own[0], [1.0]), (own[1], [double.NaN])]));
        });
        thrown[0].Should().BeOfType<InvalidOperationException>().Which.Message.Should().Contain("another process's share");
        thrown[1].Should().BeOfType<NonFiniteGradientException>();
        theta[0][0].Should().Be(1);
        theta[1][0].Should().Be(1);
    }

    /// <summary>The formula on one element at a time.</summary>
    private sealed class OneByOne : IStepRunner
    {
        public void Run<TStep>(in StepTarget target, TStep step) where TStep : struct, IElementStep
        {
            var values = target.Parameter.Values<double>();
            var gradients = target.Parameter.Gradients<double>();
            for (var i = 0; i < values.Length; i++)
            {
                var state = default(State<Scalar<double>>);
                for (var k = 0; k < TStep.StateCount; k++)
                    state[k] = Scalar<double>.Constant(target.State<double>(k)[i]);
                var theta = Scalar<double>.Constant(values[i]);
                step.Step(ref theta, Scalar<double>.Constant(gradients[i]), ref state);
                theta.Store(ref values[i], 0);
                for (var k = 0; k < TStep.StateCount; k++)
                    state[k].Store(ref target.State<double>(k)[i], 0);
            }
        }
    }

    /// <summary>Processes that are threads: parameters go around in turn, and sums are made in the order of the ranks.</summary>
    private sealed class Joint(int size) : IDisposable
    {
        private readonly Barrier _barrier = new(size);
        private readonly double[][] _values = new double[size][];

        public void Dispose() => _barrier.Dispose();

        public IStepExchange Of(int rank) => new Rank(this, rank);

        private sealed class Rank(Joint joint, int rank) : IStepExchange
        {
            public bool Steps(in ParameterInfo parameter) => parameter.Position % joint._values.Length == rank;

            public void Join(Span<double> values, Gathering gathering)
            {
                joint._values[rank] = values.ToArray();
                joint._barrier.SignalAndWait();
                for (var k = 0; k < values.Length; k++)
                    values[k] = gathering == Gathering.Sum ? joint._values.Sum(each => each[k]) : joint._values.Max(each => each[k]);
                joint._barrier.SignalAndWait();
            }
        }
    }
}
