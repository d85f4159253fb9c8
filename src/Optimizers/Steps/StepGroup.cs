namespace Optimizers.Steps;

/// <summary>The parameters that step by one rule, and what they remember together.</summary>
internal sealed class StepGroup(StepProgram program)
{
    private readonly double[] _results = new double[program.RoundCount * Capacity];
    private GroupSettings _settings;
    private double[] _scalars = new double[program.Place.GroupScalars];
    private double[] _nextScalars = new double[program.Place.GroupScalars];

    private const int Capacity = 4;

    /// <summary>The program by which the group is concluded.</summary>
    public StepProgram Program { get; } = program;

    /// <summary>The settings of the step under way.</summary>
    public ref GroupSettings Settings => ref _settings;

    /// <summary>The number of elements of the parameters that take part in the step under way.</summary>
    public long Length { get; set; }

    /// <summary>The loss of the step under way; NaN where it is not given.</summary>
    public double Loss { get; set; } = double.NaN;

    /// <summary>True if the rule is shown −L, and −∂L.</summary>
    public bool Maximizes { get; set; }

    /// <summary>What the step under way is given beside the gradients.</summary>
    public StepInput Given { get; set; }

    public double[] Scalars => _scalars;

    public double[] NextScalars => _nextScalars;

    public void Begin()
    {
        Length = 0;
        if (_scalars.Length > 0)
            _scalars.AsSpan().CopyTo(_nextScalars);
        if (_results.Length > 0)
            _results.AsSpan().Clear();
    }

    public double Result(int round, int value) => _results[(round * Capacity) + value];

    public ref double ResultAt(int round, int value) => ref _results[(round * Capacity) + value];

    /// <summary>The results of a round.</summary>
    public Span<double> Results(int round, int values) => _results.AsSpan(round * Capacity, values);

    /// <summary>Makes what has been written the state.</summary>
    public void Commit()
    {
        if (_scalars.Length > 0)
            (_scalars, _nextScalars) = (_nextScalars, _scalars);
    }
}
