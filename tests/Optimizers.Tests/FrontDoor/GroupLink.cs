using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers.Tests.FrontDoor;

/// <summary>A link that leaves the step as it is, and keeps the sums of squares of the groups that it was given to conclude.</summary>
internal sealed class GroupLink : Link<GroupLink.Formula>
{
    public List<double> Sums { get; } = [];

    protected internal override IEnumerable<Hyperparameter> Hyperparameters => [];

    protected internal override Formula At(in StepInfo step) => default;

    protected internal override void ConcludeGroup(int round, in GroupInfo group) => Sums.Add(group.Result(0));

    internal readonly struct Formula : IUpdateLink
    {
        public static int StateCount => 0;

        public static int RoundCount => 1;

        public static Round RoundAt(int round) => new(MeasureScope.Group);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, T update, ref State<T> state) where T : struct, IArithmetic<T> => update;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, T update, State<T> state) where T : struct, IArithmetic<T> =>
            new() { First = update * update };
    }
}
