namespace Optimizers.Steps;

/// <summary>What a round has gathered of one parameter: the results of its blocks, and those of the whole made of them in their order.</summary>
/// <remarks>A column is here what lies side by side in memory: of a matrix that lies row after row it is a row.</remarks>
internal sealed class RoundResult
{
    private readonly double[] _partials;
    private readonly double[] _totals = new double[4];
    private readonly double[] _rows = [];
    private readonly double[] _columns = [];
    private readonly double[] _rowsOfBlocks = [];
    private readonly double[] _heads = [];
    private readonly int _rowCount;
    private readonly int _columnCount;
    private readonly int[] _headColumns = [];

    /// <param name="round">The round.</param>
    /// <param name="blocks">The blocks of the parameter.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    public RoundResult(Round round, int blocks, int rows, int columns)
    {
        Round = round;
        _partials = new double[blocks * round.Values];
        if (round.Scope != MeasureScope.RowsAndColumns)
            return;
        (_rowCount, _columnCount) = (rows, columns);
        _rows = new double[rows * round.Values];
        _columns = new double[columns * round.Values];
        _rowsOfBlocks = new double[checked(blocks * rows * round.Values)];
        _heads = new double[blocks * round.Values];
        _headColumns = new int[blocks];
    }

    /// <summary>What is gathered.</summary>
    public Round Round { get; }

    private bool IsMaximum => Round.Gathering == Gathering.Maximum;

    /// <summary>The result of a value over the parameter; over the group or all, once the group has put it here.</summary>
    public double Total(int value) => _totals[value];

    public ReadOnlySpan<double> Rows(int value) => _rows.AsSpan(value * _rowCount, _rowCount);

    public ReadOnlySpan<double> Columns(int value) => _columns.AsSpan(value * _columnCount, _columnCount);

    /// <summary>Where a block puts the results of its values.</summary>
    public Span<double> BlockResults(int block) => _partials.AsSpan(block * Round.Values, Round.Values);

    /// <summary>Where a block puts its results by row.</summary>
    public Span<double> BlockRows(int block) => _rowsOfBlocks.AsSpan(block * _rowCount * Round.Values, _rowCount * Round.Values);

    /// <summary>Where a block puts the results of its first column, which other blocks may share.</summary>
    public Span<double> BlockHead(int block, int column)
    {
        _headColumns[block] = column;
        return _heads.AsSpan(block * Round.Values, Round.Values);
    }

    /// <summary>Where blocks put the results of the columns that begin in them.</summary>
    public Span<double> AllColumns => _columns;

    /// <summary>Forgets the last step's.</summary>
    public void Clear()
    {
        _totals.AsSpan().Clear();
        _columns.AsSpan().Clear();
        _rows.AsSpan().Clear();
        _rowsOfBlocks.AsSpan().Clear();
    }

    /// <summary>Puts a result of more than this parameter in its place.</summary>
    public void Set(int value, double total) => _totals[value] = total;

    /// <summary>Joins the blocks in their order.</summary>
    public void Join()
    {
        if (Round.Scope == MeasureScope.Whole)
            return;
        if (Round.Scope == MeasureScope.RowsAndColumns)
        {
            JoinVectors();
            return;
        }

        for (var value = 0; value < Round.Values; value++)
        {
            var total = 0.0;
            for (var i = value; i < _partials.Length; i += Round.Values)
                total = Join(total, _partials[i]);
            _totals[value] = total;
        }
    }

    /// <summary>Two results as one.</summary>
    public double Join(double first, double second) => IsMaximum ? Math.Max(first, second) : first + second;

    private void JoinVectors()
    {
        for (var block = 0; block < _headColumns.Length; block++)
        {
            var rows = BlockRows(block);
            for (var i = 0; i < rows.Length; i++)
                _rows[i] = Join(_rows[i], rows[i]);
            for (var value = 0; value < Round.Values; value++)
            {
                ref var column = ref _columns[(value * _columnCount) + _headColumns[block]];
                column = Join(column, _heads[(block * Round.Values) + value]);
            }
        }
    }
}
