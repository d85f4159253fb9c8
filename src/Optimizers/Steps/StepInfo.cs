using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>
/// One step of one parameter, as a rule's plan sees it: iteration, learning rate, what is remembered, and what the rounds have gathered. What is
/// written to the "next" values holds once the step has been taken; a step that fails leaves no trace.
/// </summary>
public readonly ref struct StepInfo
{
    private readonly Slot _slot;
    private readonly StageRange _range;

    internal StepInfo(Slot slot, long iteration, double learningRate, StageRange range)
    {
        _slot = slot;
        _range = range;
        Iteration = iteration;
        LearningRate = learningRate;
    }

    /// <summary>The number i of this iteration, from 0: what schedules are asked for.</summary>
    public long Iteration { get; }

    /// <summary>
    /// The number t of this step of this parameter, from 1: what bias corrections count. It lags behind the iteration where the parameter was frozen.
    /// </summary>
    public long StepNumber => _slot.StepCount + 1;

    /// <summary>α for this parameter in this iteration: the schedule's value times the parameter's own scale.</summary>
    public double LearningRate { get; }

    /// <summary>The loss at θ; NaN where the step is not given it (<see cref="StepInputs.Loss"/>).</summary>
    public double Loss => _slot.Group.Loss;

    /// <summary>True if the step is given an input beside the gradient.</summary>
    /// <param name="input">The input.</param>
    public bool Has(StepInput input) => (_slot.Group.Given & input) == input;

    /// <summary>The parameter: name, rows, columns, element kind. Its values are not to be written.</summary>
    public ref readonly Parameter Parameter => ref _slot.Parameter;

    /// <summary>What the parameter remembers as a whole: the scalars of the rule, 0 before the first step.</summary>
    public ReadOnlySpan<double> Scalars => _slot.Scalars.AsSpan(_range.Start.Scalars.._range.End.Scalars);

    /// <summary>The scalars after this step; those of before until they are written.</summary>
    public Span<double> NextScalars => _slot.NextScalars.AsSpan(_range.Start.Scalars.._range.End.Scalars);

    /// <summary>What all parameters of the group remember together, 0 before the first step.</summary>
    public ReadOnlySpan<double> GroupScalars => _slot.Group.Scalars.AsSpan(_range.Start.GroupScalars.._range.End.GroupScalars);

    /// <summary>The same after this step: written when a group is concluded, read here.</summary>
    public ReadOnlySpan<double> NextGroupScalars => _slot.Group.NextScalars.AsSpan(_range.Start.GroupScalars.._range.End.GroupScalars);

    /// <summary>How many rounds of this part have been gathered and concluded in this step.</summary>
    public int RoundsDone => Math.Clamp(_slot.RoundsDone - _range.Start.Rounds, 0, _range.End.Rounds - _range.Start.Rounds);

    /// <summary>The result of a round over the parameter, the group or all parameters; 0 until it has been gathered.</summary>
    /// <param name="round">The round.</param>
    /// <param name="value">Which of its values.</param>
    public double Result(int round, int value = 0) => RoundAt(round, value).Total(value);

    /// <summary>The results of a round over rows and columns, one a row.</summary>
    /// <param name="round">The round.</param>
    /// <param name="value">Which of its values.</param>
    public ReadOnlySpan<double> RowResults(int round, int value = 0) =>
        _slot.Shape.IsByRows ? RoundAt(round, value).Columns(value) : RoundAt(round, value).Rows(value);

    /// <summary>The results of a round over rows and columns, one a column.</summary>
    /// <param name="round">The round.</param>
    /// <param name="value">Which of its values.</param>
    public ReadOnlySpan<double> ColumnResults(int round, int value = 0) =>
        _slot.Shape.IsByRows ? RoundAt(round, value).Rows(value) : RoundAt(round, value).Columns(value);

    /// <summary>What is remembered of each row or column.</summary>
    /// <param name="index">The index of the state value, whose form is row or column.</param>
    public ReadOnlySpan<double> Vector(int index) => _slot.Vectors[Checked(index, _range.Start.State, _range.End.State, "state values")];

    /// <summary>The same after this step, which the formula reads.</summary>
    /// <param name="index">The index of the state value, whose form is row or column.</param>
    public Span<double> NextVector(int index) => _slot.Doubles[Checked(index, _range.Start.State, _range.End.State, "state values")];

    /// <summary>
    /// What a round has kept of every element, column after column however the parameter lies, for the formula to read; to be made what it shall
    /// read.
    /// </summary>
    /// <param name="index">The index of the state value, whose form is pending.</param>
    public Span<double> Pending(int index) => _slot.Pending(Checked(index, _range.Start.State, _range.End.State, "state values"));

    /// <summary>A matrix that is remembered, column after column; empty where the parameter has none.</summary>
    /// <param name="index">Which of the rule's matrices.</param>
    public ReadOnlySpan<double> Matrix(int index) => _slot.Matrices[Checked(index, _range.Start.Matrices, _range.End.Matrices, "matrices")];

    /// <summary>The same after this step; that of before until it is written.</summary>
    /// <param name="index">Which of the rule's matrices.</param>
    public Span<double> NextMatrix(int index) => _slot.NextMatrix(Checked(index, _range.Start.Matrices, _range.End.Matrices, "matrices"));

    /// <summary>
    /// Multiplies a product of decays, kept in two scalars, by the next one, and returns 1 less the product: the sum of the weights of a moving
    /// average that started at 0 (Kingma and Ba 2015, section 3), within one ulp also where β is scheduled.
    /// </summary>
    /// <param name="scalar">The first of the two scalars.</param>
    /// <param name="decay">β of this step, in [0, 1).</param>
    /// <exception cref="InvalidOperationException">The rule describes no such scalars.</exception>
    public double SumOfWeights(int scalar, double decay)
    {
        if (scalar < 0 || Scalars.Length - 2 < scalar)
        {
            throw new InvalidOperationException(
                FormattableString.Invariant($"The product of decays is kept in the scalars {scalar} and {scalar + 1}, but ")
                + $"{Scalars.Length} are described: State needs StateDescriptor.Scalar(name, 2, StateMeaning.DecayProduct). Nothing was changed.");
        }

        var before = Scalars.Slice(scalar, 2);
        var next = (StepNumber == 1 ? RunningProduct.One : new RunningProduct(before[0], before[1])).Times(decay);
        var after = NextScalars.Slice(scalar, 2);
        (after[0], after[1]) = (next.High, next.Low);
        return next.OneMinus;
    }

    internal static int Checked(int index, int before, int end, string what, string argument = "index")
    {
        if (index >= 0 && index < end - before)
            return before + index;
        throw new ArgumentOutOfRangeException(argument, index, FormattableString.Invariant(
            $"The rule asks for the {argument} {index} of its {what}; it has {Math.Max(0, end - before)}."));
    }

    private RoundResult RoundAt(int round, int value)
    {
        var result = _slot.Results[Checked(round, _range.Start.Rounds, _range.End.Rounds, "rounds", nameof(round))];
        Checked(value, 0, result.Round.Values, "round's values", nameof(value));
        return result;
    }

    internal StepInfo FirstOf(StageCut cut) => new(_slot, Iteration, LearningRate, cut.FirstOf(_range));

    internal StepInfo SecondOf(StageCut cut) => new(_slot, Iteration, LearningRate, cut.SecondOf(_range));
}
