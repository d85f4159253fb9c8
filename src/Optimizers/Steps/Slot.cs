using System.Buffers;
using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>What an optimizer keeps for the i-th parameter of its steps, and that parameter's memory while a step is under way.</summary>
internal abstract class Slot
{
    private Parameter _parameter;
    private Preparation _preparation;
    private MemoryHandle _valueHandle;
    private MemoryHandle _gradientHandle;
    private double[] _scalars;
    private double[] _nextScalars;
    private readonly double[][] _nextMatrices;
    private readonly bool[] _matrixIsWritten;
    private readonly Parameter[] _inputs;
    private readonly bool[] _isByColumns; // Pending values of a matrix by rows that a rule sees by columns now.
    private bool _isHeld;
    private bool _isPlain;
    private nint _valueAddress;
    private nint _gradientAddress;

    protected Slot(int position, Shape shape, ElementKind kind, StepGroup group)
    {
        (Position, Shape, Kind, Group) = (position, shape, kind, group);
        var program = group.Program;
        HasFilled = Enumerable.Range(0, program.StateCount).Any(index => StateDescription.IsFilled(program.FormOf(index)));
        _inputs = HasFilled ? new Parameter[2] : [];
        _scalars = new double[program.Place.Scalars];
        _nextScalars = new double[program.Place.Scalars];
        Vectors = new double[program.StateCount][];
        Doubles = new double[program.StateCount][];
        for (var index = 0; index < program.StateCount; index++)
        {
            var length = program.FormOf(index) switch
            {
                StateForm.Row or StateForm.PendingRow => Rows,
                StateForm.Column or StateForm.PendingColumn => Columns,
                StateForm.Pending => shape.Length,
                _ => 0,
            };
            Doubles[index] = length == 0 ? [] : new double[length];
            Vectors[index] = program.FormOf(index) is StateForm.Row or StateForm.Column ? new double[length] : [];
        }

        Matrices = [.. program.State.Where(each => each.Form == StateForm.Matrix).Select(each => new double[Extent(each)])];
        _nextMatrices = Array.ConvertAll(Matrices, each => new double[each.Length]);
        _matrixIsWritten = new bool[Matrices.Length];
        var blocks = StepBlocks.CountOf(shape.Length);
        _isByColumns = shape.IsByRows ? new bool[program.StateCount] : [];
        var (run, runs) = (shape.Run, shape.Runs);
        Results = [.. Enumerable.Range(0, program.RoundCount).Select(round => new RoundResult(program.RoundAt(round), blocks, run, runs))];
    }

    /// <summary>The place of the parameter in every step.</summary>
    public int Position { get; }

    public Shape Shape { get; }

    public ElementKind Kind { get; }

    /// <summary>The name that the place was first given.</summary>
    public string? Name { get; set; }

    public StepGroup Group { get; }

    public int Rows => Shape.Rows;

    public int Columns => Shape.IsMatrix ? Shape.Columns : 1;

    /// <summary>The parameter of the step under way; between steps, the last one's value.</summary>
    public ref readonly Parameter Parameter => ref _parameter;

    /// <summary>How many steps have changed this parameter.</summary>
    public long StepCount { get; set; }

    /// <summary>The learning rate of this parameter if it was the same in all its steps; NaN if it was not, or before the first one.</summary>
    public double ConstantRate { get; set; } = double.NaN;

    /// <summary>The learning rate of the step under way.</summary>
    public double LearningRate { get; set; }

    public double[] Scalars => _scalars;

    public double[] NextScalars => _nextScalars;

    /// <summary>Rows and columns as the last step has left them, by the index of the state value.</summary>
    public double[][] Vectors { get; }

    /// <summary>Rows and columns of the step under way, and what it keeps pending, by the index of the state value.</summary>
    public double[][] Doubles { get; }

    public double[][] Matrices { get; private set; }

    /// <summary>What the rounds of the step under way have gathered.</summary>
    public RoundResult[] Results { get; }

    /// <summary>How many of them are gathered and concluded.</summary>
    public int RoundsDone { get; set; }

    /// <summary>True where the caller's memory can neither be pinned nor is an array, so that it is asked for once a step.</summary>
    public bool IsUnpinnable { get; private set; }

    /// <summary>True if the formula reads what is filled before the rounds.</summary>
    public bool HasFilled { get; }

    /// <summary>A slot for a parameter that steps by the program of a group.</summary>
    public static Slot For(int position, Shape shape, ElementKind kind, StepGroup group) =>
        kind == ElementKind.Double ? new Slot<double>(position, shape, kind, group) : new Slot<float>(position, shape, kind, group);

    /// <summary>True if the gradient of the step under way is sparse.</summary>
    protected bool IsSparse { get; private set; }

    /// <summary>Why the parameter needs a dense gradient, as the rest of a sentence; null if a sparse one does.</summary>
    public abstract string? WhyDense { get; }

    /// <summary>True if the formula reads an input.</summary>
    public bool Reads(StepInput input)
    {
        for (var index = 0; index < Group.Program.StateCount; index++)
        {
            if (StateDescription.InputOf(Group.Program.FormOf(index)) == input)
                return true;
        }

        return false;
    }

    /// <summary>Lends the slot an input of the step, as the gradient of a pair; default where there is none.</summary>
    public void Lend(StepInput input, in Parameter values)
    {
        if (HasFilled)
            InputAt(input) = values;
    }

    /// <summary>What was lent.</summary>
    protected ref Parameter InputAt(StepInput input) => ref _inputs[input == StepInput.SecondGradient ? 0 : 1];

    /// <summary>Fills what the formula reads of inputs, and noise, in a block.</summary>
    /// <returns>False if an input is not finite there.</returns>
    public abstract bool Fill(int start, int count);

    /// <summary>The first place of an input that is not finite; null if there is none.</summary>
    public abstract (StepInput Input, int Index)? FirstNotFiniteInput();

    /// <summary>Whether the slot's parameter comes before the rule's own step: clipping, penalty, decay, the sign.</summary>
    public bool IsPrepared { get; set; }

    /// <summary>What comes before the rule in the step under way, if <see cref="IsPrepared"/>.</summary>
    public ref Preparation Preparation => ref _preparation;

    /// <summary>
    /// Lends the slot memory that is the last step's in all but the gradient, which is then all that is new: most steps.
    /// Whatever was checked then holds.
    /// </summary>
    /// <returns>False if it is not, so that it is to be checked and held as a new one.</returns>
    public bool HoldAgain(in Parameter parameter)
    {
        if (!_isPlain || !Parameter.TakeAgain(ref _parameter, parameter))
            return false;
        if (_valueAddress != 0)
            (_valueAddress, _gradientAddress) = AddressesInPlace;
        return true;
    }

    /// <summary>Lends the slot the caller's memory, which has been checked.</summary>
    public void Hold(in Parameter parameter)
    {
        _parameter = parameter;
        IsUnpinnable = false;
        (_valueAddress, _gradientAddress) = AddressesInPlace;
        var sparse = parameter.Frozen ? null : parameter.GradientOwner as ISparseGradient;
        sparse?.Settle();
        IsSparse = sparse is not null;
        var isArray = parameter.ValueOwner is Array && (parameter.GradientOwner is Array or ISparseGradient or null);
        _isPlain = !parameter.Frozen && !IsSparse && (isArray || _valueAddress != 0);
        if (isArray || _valueAddress != 0)
            return;
        _isHeld = true; // From here on there is something to let go, also if the next piece of memory throws.
        _valueAddress = Pin(parameter.ValueOwner!, parameter.ValueStart, ref _valueHandle);
        if (parameter.GradientOwner is { } gradient && !parameter.Frozen && !IsSparse)
            _gradientAddress = Pin(gradient, parameter.GradientStart, ref _gradientHandle);
    }

    /// <summary>Lets go of the caller's gradient, and of what was pinned.</summary>
    /// <returns>What a memory manager has thrown; null if all is well.</returns>
    public Exception? Release()
    {
        Parameter.DropGradient(ref _parameter);
        if (HasFilled)
            _inputs.AsSpan().Clear();
        if (!_isHeld)
            return null;
        (_isHeld, _valueAddress, _gradientAddress) = (false, 0, 0);
        return Dispose(ref _valueHandle) ?? Dispose(ref _gradientHandle);
    }

    /// <summary>True if value and gradient share memory, where that shows in addresses that stay: arrays have been compared at the door.</summary>
    public bool OverlapsItself
    {
        get
        {
            if (_valueAddress == 0 && !_isHeld)
                return false;
            var (value, gradient) = Addresses;
            var size = (nint)Shape.Length * ElementSize;
            return gradient != 0 && value < gradient + size && gradient < value + size;
        }
    }

    /// <summary>Where the caller's memory begins, as numbers: 0 where there is none.</summary>
    public abstract (nint Value, nint Gradient) Addresses { get; }

    /// <summary>How many bytes an element has in the caller's memory.</summary>
    public int ElementSize => Kind switch
    {
        ElementKind.Double => sizeof(double),
        ElementKind.Single => sizeof(float),
        _ => sizeof(ushort),
    };

    /// <summary>Prepares for a step.</summary>
    public void Begin()
    {
        if (_scalars.Length > 0)
            _scalars.AsSpan().CopyTo(_nextScalars);
        RoundsDone = 0;
        if (Results.Length == 0)
            return;
        _matrixIsWritten.AsSpan().Clear();
        foreach (var result in Results)
            result.Clear();
        for (var index = 0; index < Vectors.Length; index++)
            Vectors[index].AsSpan().CopyTo(Doubles[index]);
    }

    /// <summary>A matrix of the step under way, which begins as the one of before.</summary>
    public Span<double> NextMatrix(int index)
    {
        if (!_matrixIsWritten[index])
        {
            Matrices[index].AsSpan().CopyTo(_nextMatrices[index]);
            _matrixIsWritten[index] = true;
        }

        return _nextMatrices[index];
    }

    /// <summary>What a rule sees of a pending value: a matrix column after column, until <see cref="PutBack"/>.</summary>
    public Span<double> Pending(int index)
    {
        if (_isByColumns.Length > 0 && !_isByColumns[index] && Group.Program.FormOf(index) == StateForm.Pending)
        {
            Transpose(Doubles[index], Columns, Rows);
            _isByColumns[index] = true;
        }

        return Doubles[index];
    }

    /// <summary>Puts what a rule has seen column after column back into the order of the parameter.</summary>
    public void PutBack()
    {
        for (var index = 0; index < _isByColumns.Length; index++)
        {
            if (_isByColumns[index])
                Transpose(Doubles[index], Rows, Columns);
            _isByColumns[index] = false;
        }
    }

    /// <summary>Makes the step that has been taken the state of the slot.</summary>
    public void Commit()
    {
        ConstantRate = StepCount == 0 || ConstantRate == LearningRate ? LearningRate : double.NaN;
        StepCount++;
        if (_scalars.Length > 0)
            (_scalars, _nextScalars) = (_nextScalars, _scalars);
        if (Results.Length == 0)
            return;
        for (var index = 0; index < Vectors.Length; index++)
            Doubles[index].AsSpan(0, Vectors[index].Length).CopyTo(Vectors[index]);
        for (var index = 0; index < Matrices.Length; index++)
        {
            if (_matrixIsWritten[index])
                (Matrices[index], _nextMatrices[index]) = (_nextMatrices[index], Matrices[index]);
        }
    }

    /// <summary>Asks for this step's numbers.</summary>
    public abstract void Plan(long iteration);

    /// <summary>Hands the planned step to somebody who runs it in another way.</summary>
    public abstract void Hand(IStepVisitor visitor);

    /// <summary>The elements of a state value of one number an element, for reading and writing; null where they are kept narrower.</summary>
    public abstract Array? Stream(int index);

    /// <summary>Reads the numbers of a value of one number an element, in the precision of the step.</summary>
    public abstract void ReadState(int index, Array into);

    /// <summary>Writes them; where they are kept narrower, they are rounded, and what was read comes back as it was.</summary>
    public abstract void WriteState(int index, Array from);

    /// <summary>Writes a point that is remembered, and so never kept narrower, into a parameter, rounded to its element type.</summary>
    public abstract void WriteState(int index, in Parameter into);

    /// <summary>True if no element of a block of the gradient, or no square of one, is NaN or an infinity.</summary>
    public abstract bool IsFinite(int start, int count, bool squared);

    /// <summary>Σg² over a block of the gradient.</summary>
    public abstract double SumOfSquares(int start, int count);

    /// <summary>Σg² and max|g| over a block of the gradient; the sum is NaN where an element is.</summary>
    public abstract (double Squares, double Largest) Inspect(int start, int count);

    /// <summary>max|g| over a block; NaN where an element is NaN or infinite.</summary>
    public abstract double LargestGradient(int start, int count);

    /// <summary>max|θ| over a block; NaN where an element is NaN or infinite.</summary>
    public abstract double LargestValue(int start, int count);

    /// <summary>The gradient's element at an index.</summary>
    public abstract double GradientAt(int index);

    /// <summary>What the rule sees at an index, by the arithmetic of the step.</summary>
    public abstract double SeenAt(int index, in Preparation preparation);

    /// <summary>Gathers a round over a block.</summary>
    public abstract void Measure(int round, int block, int start, int count);

    /// <summary>Makes what is kept in double readable to the formula. Once a step, before it.</summary>
    public abstract void Settle();

    /// <summary>Takes the planned step on a block of elements.</summary>
    public abstract void Step(int start, int count);

    /// <summary>Runs an action behind spans of memory that can be asked for only once.</summary>
    public abstract void StepInside(Action next);

    /// <summary>Where the value lies while it cannot move; 0 where it can, so that it is asked for each time.</summary>
    protected nint ValueAddress => _valueAddress;

    /// <summary>Where the gradient lies while it cannot move; 0 where it can.</summary>
    protected nint GradientAddress => _gradientAddress;

    /// <summary>Addresses of memory that the caller keeps in place while the step runs; 0 of any other.</summary>
    protected abstract (nint Value, nint Gradient) AddressesInPlace { get; }

    private static Exception? Dispose(ref MemoryHandle handle)
    {
        try
        {
            handle.Dispose();
            return null;
        }
#pragma warning disable CA1031 // Whatever the caller's memory manager throws: the step is over, and the rest is to be let go too.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return failure;
        }
        finally
        {
            handle = default;
        }
    }

    private unsafe nint Pin(object owner, int start, ref MemoryHandle handle)
    {
        handle = owner switch
        {
            Array => default,
            MemoryManager<double> memory => memory.Pin(start),
            MemoryManager<float> memory => memory.Pin(start),
            MemoryManager<Half> memory => memory.Pin(start),
            MemoryManager<ushort> memory => memory.Pin(start),
            _ => default,
        };
        IsUnpinnable |= owner is not Array && handle.Pointer is null && Shape.Length > 0;
        return (nint)handle.Pointer;
    }

    private static void Transpose(Span<double> matrix, int run, int runs)
    {
        var memory = ArrayPool<double>.Shared.Rent(matrix.Length);
        matrix.CopyTo(memory);
        Transposition.Copy<double>(memory, run, matrix, runs, run, runs);
        ArrayPool<double>.Shared.Return(memory);
    }

    private int Extent(StateDescriptor descriptor)
    {
        var (rows, columns) = descriptor.Extent!(Rows, Columns);
        if (rows < 0 || columns < 0 || (long)rows * columns > Array.MaxLength)
        {
            throw new InvalidOperationException(
                FormattableString.Invariant($"The matrix {descriptor.Name} has {rows}×{columns} numbers for {Shape}."));
        }

        return rows * columns;
    }
}
