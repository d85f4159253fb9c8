using MathNet.Numerics.LinearAlgebra;

namespace Optimizers;

/// <summary>
/// The gradient of a table of which a step touches few entries, such as the vectors of the words of a batch: only the entries that were touched are
/// kept, are looked at and move, with what is remembered of them. All others stay as they are, bit for bit.
/// </summary>
/// <remarks>
/// <para>An entry is a stretch of memory: a column of a MathNet matrix, a row of a table by rows (<see cref="Parameter.ByRows"/>), a single number
/// of a vector. Made once, cleared before each backward pass:</para>
/// <code>
/// var gradient = new SparseGradient&lt;float&gt;(entries: words, width: 16);
/// gradient.Clear();
/// foreach (var word in batch)
///     gradient.Add(word, partOf(word));
/// adam.Step([Parameter.Sparse(table, gradient)]);
/// </code>
/// <para>Any elementwise rule takes it: <see cref="Adam"/> is then torch.optim.SparseAdam, which corrects by the steps of the table and not of the
/// entry. Decay and momentum too act on touched entries alone. A rule that looks at the whole, reads inputs or noise, or keeps its state in fewer
/// bits, refuses it. Observers and wrappers see it as a dense one, made when they ask.</para>
/// </remarks>
/// <typeparam name="T">double or float, as the table.</typeparam>
public sealed class SparseGradient<T> : ISparseGradient
    where T : unmanaged, System.Numerics.INumber<T>
{
    private readonly int[] _place; // Of an entry among the values, from 1; 0 where it is untouched.
    private int[] _touched = [];
    private T[] _values = [];
    private T[]? _dense;
    private bool _isDense;
    private bool _isSorted = true;

    /// <summary>A gradient that touches nothing yet.</summary>
    /// <param name="entries">The entries of the table; at least 1.</param>
    /// <param name="width">The numbers of an entry, side by side in memory; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Below 1, or more numbers than an array has.</exception>
    public SparseGradient(int entries, int width = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(entries, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)entries * width, Array.MaxLength, nameof(entries));
        _place = new int[entries];
        Width = width;
    }

    /// <summary>The entries of the table.</summary>
    public int Entries => _place.Length;

    /// <summary>The numbers of an entry.</summary>
    public int Width { get; }

    /// <summary>How many entries are touched.</summary>
    public int Count { get; private set; }

    /// <summary>The touched entries, in rising order.</summary>
    public ReadOnlySpan<int> Touched
    {
        get
        {
            if (!_isSorted)
                Array.Sort(_touched, 0, Count);
            _isSorted = true;
            return _touched.AsSpan(0, Count);
        }
    }

    /// <summary>
    /// The gradient of an entry, to be added to: zeros when the entry is touched for the first time since <see cref="Clear"/>. Valid until another
    /// entry is touched.
    /// </summary>
    /// <param name="entry">Its index, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public Span<T> this[int entry]
    {
        get
        {
            if ((uint)entry >= (uint)_place.Length)
                throw new ArgumentOutOfRangeException(nameof(entry), entry, $"The table has {Entries} entries, from 0 to {Entries - 1}.");
            _isDense = false;
            if (_place[entry] == 0)
                Touch(entry);
            return _values.AsSpan((_place[entry] - 1) * Width, Width);
        }
    }

    /// <summary>Adds to the gradient of an entry. The same entry may come several times in a batch.</summary>
    /// <param name="entry">Its index, from 0.</param>
    /// <param name="gradient">As many numbers as an entry has.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    /// <exception cref="ArgumentException">The gradient is of another length.</exception>
    public void Add(int entry, ReadOnlySpan<T> gradient)
    {
        if (gradient.Length != Width)
            throw new ArgumentException($"The gradient has {gradient.Length} numbers; an entry has {Width}.", nameof(gradient));
        var sum = this[entry];
        for (var k = 0; k < sum.Length; k++)
            sum[k] += gradient[k];
    }

    /// <summary>Adds a vector, best a sparse one: what it does not store touches nothing.</summary>
    /// <param name="gradient">As long as the table.</param>
    /// <exception cref="ArgumentNullException">The gradient is null.</exception>
    /// <exception cref="ArgumentException">The gradient is of another length.</exception>
    public void Add(Vector<T> gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        if (gradient.Count != Entries * Width)
            throw new ArgumentException($"The gradient has {gradient.Count} numbers; the table has {Entries * Width}.", nameof(gradient));
        foreach (var (index, value) in gradient.EnumerateIndexed(Zeros.AllowSkip))
            this[index / Width][index % Width] += value;
    }

    /// <summary>Adds a matrix, best a sparse one: what it does not store touches nothing.</summary>
    /// <param name="gradient">As many rows as an entry has numbers, and a column for each entry.</param>
    /// <exception cref="ArgumentNullException">The gradient is null.</exception>
    /// <exception cref="ArgumentException">The gradient is of another shape.</exception>
    public void Add(Matrix<T> gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        if (gradient.RowCount != Width || gradient.ColumnCount != Entries)
        {
            throw new ArgumentException(
                $"The gradient is {gradient.RowCount}×{gradient.ColumnCount}; the table is {Width}×{Entries}.", nameof(gradient));
        }

        foreach (var (row, column, value) in gradient.EnumerateIndexed(Zeros.AllowSkip))
            this[column][row] += value;
    }

    /// <summary>Touches nothing any more. Memory is kept.</summary>
    public void Clear()
    {
        foreach (var entry in _touched.AsSpan(0, Count))
            _place[entry] = 0;
        (Count, _isDense, _isSorted) = (0, false, true);
    }

    /// <summary>"3 of 50000 entries of 16".</summary>
    public override string ToString() => FormattableString.Invariant($"{Count} of {Entries} entries of {Width}");

    Array ISparseGradient.Dense()
    {
        if (_isDense)
            return _dense!;
        _dense ??= new T[Entries * Width];
        _dense.AsSpan().Clear();
        foreach (var entry in Touched)
            Of(entry).CopyTo(_dense.AsSpan(entry * Width));
        _isDense = true;
        return _dense;
    }

    void ISparseGradient.Settle()
    {
        _isDense = false;
        _ = Touched;
    }

    /// <summary>The stretches of the gradient within a block, in their order. Only after it has been settled.</summary>
    internal Stretches Within(int start, int count) => new(this, start, start + count);

    private ReadOnlySpan<T> Of(int entry) => _values.AsSpan((_place[entry] - 1) * Width, Width);

    private void Touch(int entry)
    {
        if (Count == _touched.Length)
        {
            var size = Math.Min(Entries, Math.Max(4, 2 * Count));
            Array.Resize(ref _touched, size);
            Array.Resize(ref _values, size * Width);
        }

        _isSorted &= Count == 0 || entry > _touched[Count - 1];
        _touched[Count++] = entry;
        _place[entry] = Count;
        _values.AsSpan((Count - 1) * Width, Width).Clear();
    }

    /// <summary>Walks over the touched stretches of a block.</summary>
    internal ref struct Stretches
    {
        private readonly SparseGradient<T> _of;
        private readonly int _start;
        private readonly int _end;
        private int _next;

        public Stretches(SparseGradient<T> of, int start, int end)
        {
            (_of, _start, _end) = (of, start, end);
            _next = of._touched.AsSpan(0, of.Count).BinarySearch(start / of.Width);
            if (_next < 0)
                _next = ~_next;
        }

        /// <summary>Where the stretch begins in the table.</summary>
        public int Start { get; private set; }

        /// <summary>Its gradient.</summary>
        public ReadOnlySpan<T> Current { get; private set; }

        public readonly Stretches GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_next == _of.Count || _of._touched[_next] * _of.Width >= _end)
                return false;
            var entry = _of._touched[_next++];
            var first = entry * _of.Width;
            Start = Math.Max(first, _start);
            Current = _of.Of(entry)[(Start - first)..Math.Min(_of.Width, _end - first)];
            return true;
        }
    }
}
