using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers.Tests.FrontDoor;

/// <summary>A link that halves the step by a sum of one round, whose conclusion throws when it is told to.</summary>
internal sealed class FailingLink : Link<FailingLink.Formula>
{
    public bool Fails { get; set; }

    protected internal override IEnumerable<Hyperparameter> Hyperparameters => [];

    protected internal override IReadOnlyList<StateDescriptor> State => [new("kept"), StateDescriptor.Scalar("seen")];

    protected internal override Formula At(in StepInfo step) => new(1 / (2 + step.Scalars[0]));

    protected internal override void Conclude(int round, in StepInfo step)
    {
        step.NextScalars[0] = step.Scalars[0] + step.Result(0);
        if (Fails)
            throw new TimeoutException("The link's conclusion fails.");
    }

    internal readonly struct Formula(double scale) : IUpdateLink
    {
        public static int StateCount => 1;

        public static int RoundCount => 1;

        public static Round RoundAt(int round) => new(MeasureScope.Parameter);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, T update, ref State<T> state) where T : struct, IArithmetic<T> =>
            state.First = (0.5 * state.First) + (scale * update);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, T update, State<T> state) where T : struct, IArithmetic<T> =>
            new() { First = update * update };
    }
}
