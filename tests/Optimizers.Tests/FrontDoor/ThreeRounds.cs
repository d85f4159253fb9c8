using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers.Tests.FrontDoor;

/// <summary>
/// A rule of three rounds with every form of state, whose conclusions throw when they are told to: θ ← θ − α·g/(1 + the root of the sums of squares),
/// through rows and columns, the whole and a group.
/// </summary>
internal sealed class ThreeRounds(Schedule learningRate) : Optimizer<ThreeRounds.Rule>(learningRate)
{
    /// <summary>The round whose conclusion throws; −1 for none.</summary>
    public int FailsIn { get; set; } = -1;

    /// <summary>True to throw where the group concludes.</summary>
    public bool FailsInGroup { get; set; }

    /// <summary>The position of the parameter whose conclusion throws, counted from the first conclusion of a round.</summary>
    public int FailsAfter { get; set; }

    private int Concluded { get; set; }

    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [];

    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        new("mean"), new("rows", form: StateForm.Row), new("columns", form: StateForm.Column), StateDescriptor.Scalar("sum"),
        StateDescriptor.GroupScalar("all"),
    ];

    protected internal override Rule At(in StepInfo step) => new(step.LearningRate / (1 + Math.Sqrt(step.Scalars[0] + step.GroupScalars[0])));

    protected internal override void Conclude(int round, in StepInfo step)
    {
        if (round == 0)
        {
            step.RowResults(0).CopyTo(step.NextVector(1));
            step.ColumnResults(0).CopyTo(step.NextVector(2));
        }

        if (round == 1)
            step.NextScalars[0] = step.Scalars[0] + step.Result(1);
        if (round == 2)
            step.Pending(3)[0] *= 2;
        if (round == FailsIn && !FailsInGroup && Concluded++ == FailsAfter)
            throw new TimeoutException("The conclusion fails.");
    }

    protected internal override void ConcludeGroup(int round, in GroupInfo group)
    {
        Concluded = 0;
        if (round == 1)
            group.NextScalars[0] = group.Scalars[0] + 1;
        if (round == FailsIn && FailsInGroup)
            throw new TimeoutException("The group's conclusion fails.");
    }

    internal readonly struct Rule(double scale) : IUpdateRule
    {
        public static int StateCount => 4;

        public static int RoundCount => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static StateForm FormOf(int index) => index switch
        {
            0 => StateForm.Element,
            1 => StateForm.Row,
            2 => StateForm.Column,
            _ => StateForm.Pending,
        };

        public static Round RoundAt(int round) => round switch
        {
            0 => new(MeasureScope.RowsAndColumns),
            1 => new(MeasureScope.Group),
            _ => new(MeasureScope.Whole, Into: 3),
        };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            state.First = T.Lerp(gradient, state.First, 0.5);
            return scale * (state.First + (0.01 * (state.Second + state.Third)) + (0.1 * state.Fourth));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> => new()
        {
            First = round == 2 ? gradient : gradient * gradient,
        };
    }
}
