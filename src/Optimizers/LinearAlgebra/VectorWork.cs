using Optimizers.Arithmetic;
using Optimizers.Threads;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// The vector work of the solvers: dot products, norms, sums of vectors, in blocks of a fixed size on several threads. A reduction adds its blocks in
/// ascending order: the bits depend neither on the threads nor on the width of the lanes. Used by one thread at a time.
/// </summary>
internal sealed unsafe class VectorWork
{
    /// <summary>Entries of a block: few enough to share out, and so many that the processor's prefetching does not start anew all the time.</summary>
    public const int BlockLength = 65536;

    // Below this many bytes a second thread costs more than it brings (measured on 2 cores).
    private const long BytesWorthThreads = 512 * 1024;

    // Rows of a rotation that are taken together: few enough that as many columns as a basis has stay in the cache.
    private const int RotationRows = 256;

    private readonly int _threads;
    private readonly Crew _crew = new();
    private readonly BlockPass _dot;
    private readonly BlockPass _distance;
    private readonly BlockPass _recurrence;
    private readonly BlockPass _scale;
    private readonly BlockPass _addScaled;
    private readonly BlockPass _dots;
    private readonly BlockPass _add;
    private readonly BlockPass _addToAll;
    private readonly BlockPass _rotate;
    private readonly BlockPass _normal;
    private double* _x;
    private double* _y;
    private double* _z;
    private double _a;
    private double _b;
    private ulong _seed;
    private int _length;
    private int _count;
    private int _outputs;
    private double[][] _basis = [];
    private double[] _coefficients = [];
    private double[] _sums = [];
    private double[] _projection = [];

    /// <summary>Work on as many threads as there are processors.</summary>
    public VectorWork()
        : this(Environment.ProcessorCount)
    {
    }

    /// <summary>Work on at most so many threads.</summary>
    public VectorWork(int threads)
    {
        _threads = threads;
        _dot = new(block => _sums[block] = VectorLoops.Sum(new VectorLoops.Dot(_x + Start(block), _y + Start(block), Count(block))));
        _distance = new(block => _sums[block] = VectorLoops.Sum(new VectorLoops.Distance(_x + Start(block), _y + Start(block), Count(block))));
        _recurrence = new(block => _sums[block] = VectorLoops.Sum(new VectorLoops.Recurrence(
            _x + Start(block), _a, _y + Start(block), _b, _z + Start(block), Count(block))));
        _scale = new(block => VectorLoops.Run(new VectorLoops.Scale(_y + Start(block), _a, _x + Start(block), Count(block))));
        _addScaled = new(block => VectorLoops.Run(new VectorLoops.AddScaled(_y + Start(block), _a, _x + Start(block), Count(block))));
        _dots = new(DotsOfBlock);
        _add = new(AddToBlock);
        _addToAll = new(AddBlockToAll);
        _rotate = new(RotateBlock);
        _normal = new(block => NormalNumbers.Fill(new Span<double>(_x + Start(block), (int)Count(block)), _seed, block));
    }

    /// <summary>Σ xᵢyᵢ.</summary>
    public double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        fixed (double* px = x, py = y)
        {
            _x = px;
            _y = py;
            return Reduce(_dot, x.Length);
        }
    }

    /// <summary>‖x‖₂; infinite where a square overflows.</summary>
    public double Norm(ReadOnlySpan<double> x) => Math.Sqrt(Dot(x, x));

    /// <summary>‖x‖₂, also where squares leave the range of doubles.</summary>
    public double StableNorm(ReadOnlySpan<double> x)
    {
        var squares = Dot(x, x);
        return squares is > 1e-280 and < double.PositiveInfinity ? Math.Sqrt(squares) : Reduction.Norm(x);
    }

    /// <summary>‖x − y‖₂; infinite where a square overflows.</summary>
    public double Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        fixed (double* px = x, py = y)
        {
            _x = px;
            _y = py;
            return Math.Sqrt(Reduce(_distance, x.Length));
        }
    }

    /// <summary>w ← w − αv − βu. Returns ‖w‖₂ of the new w, in the same pass.</summary>
    public double Recur(Span<double> w, double alpha, ReadOnlySpan<double> v, double beta, ReadOnlySpan<double> u)
    {
        fixed (double* pw = w, pv = v, pu = u)
        {
            _x = pw;
            _y = pv;
            _z = pu;
            (_a, _b) = (alpha, beta);
            return Math.Sqrt(Reduce(_recurrence, w.Length));
        }
    }

    /// <summary>y ← ax. The two may be the same.</summary>
    public void Scale(double a, ReadOnlySpan<double> x, Span<double> y)
    {
        fixed (double* px = x, py = y)
        {
            _x = px;
            _y = py;
            _a = a;
            Run(_scale, x.Length);
        }
    }

    /// <summary>y ← y + ax.</summary>
    public void AddScaled(double a, ReadOnlySpan<double> x, Span<double> y)
    {
        fixed (double* px = x, py = y)
        {
            _x = px;
            _y = py;
            _a = a;
            Run(_addScaled, x.Length);
        }
    }

    /// <summary>cⱼ = vⱼᵀw for the first <paramref name="count"/> vectors. Of each block w is read once from memory, and each vⱼ once.</summary>
    public void Dots(double[][] basis, int count, ReadOnlySpan<double> w, Span<double> c)
    {
        var blocks = Blocks(w.Length);
        Reserve(blocks * count);
        fixed (double* pw = w)
        {
            _x = pw;
            (_basis, _count) = (basis, count);
            Run(_dots, w.Length);
        }

        for (var j = 0; j < count; j++)
        {
            var sum = 0.0;
            for (var block = 0; block < blocks; block++)
                sum += _sums[(block * count) + j];
            c[j] = sum;
        }
    }

    /// <summary>w ← w − Σ cⱼvⱼ over the first <paramref name="count"/> vectors. Returns ‖w‖₂ of the new w, in the same pass.</summary>
    public double Subtract(double[][] basis, int count, ReadOnlySpan<double> c, Span<double> w) => AddCombination(-1, basis, count, c, w);

    /// <summary>w ← w + a·Σ cⱼvⱼ over the first <paramref name="count"/> vectors. Returns ‖w‖₂ of the new w, in the same pass.</summary>
    public double AddCombination(double a, double[][] basis, int count, ReadOnlySpan<double> c, Span<double> w)
    {
        Coefficients(count);
        for (var j = 0; j < count; j++)
            _coefficients[j] = a * c[j];
        fixed (double* pw = w)
        {
            _x = pw;
            (_basis, _count) = (basis, count);
            return Math.Sqrt(Reduce(_add, w.Length));
        }
    }

    /// <summary>
    /// w ← (I − VVᵀ)w against the first <paramref name="count"/> vectors, which are orthonormal; once more, and at most twice, where more than 30 %
    /// of the norm went away: "twice is enough" (Parlett, The Symmetric Eigenvalue Problem, section 6.9).
    /// </summary>
    /// <param name="basis">V.</param>
    /// <param name="count">How many vectors of it.</param>
    /// <param name="w">w.</param>
    /// <param name="norm">‖w‖₂.</param>
    /// <param name="c">Becomes Vᵀw of the w that came.</param>
    /// <returns>‖w‖₂ of what is left.</returns>
    public double Orthogonalize(double[][] basis, int count, Span<double> w, double norm, Span<double> c)
    {
        if (_projection.Length < count)
            _projection = new double[Math.Max(16, 2 * count)];
        c[..count].Clear();
        for (var pass = 0; pass < 3 && norm > 0; pass++)
        {
            Dots(basis, count, w, _projection);
            var left = Subtract(basis, count, _projection, w);
            for (var j = 0; j < count; j++)
                c[j] += _projection[j];
            if (left >= 0.7 * norm)
                return left;
            norm = left;
        }

        return norm;
    }

    /// <summary>yⱼ ← yⱼ + cⱼx for every j; of each block x is read once from memory.</summary>
    public void AddToAll(ReadOnlySpan<double> c, ReadOnlySpan<double> x, double[][] ys)
    {
        Coefficients(ys.Length);
        c[..ys.Length].CopyTo(_coefficients);
        fixed (double* px = x)
        {
            _x = px;
            (_basis, _count) = (ys, ys.Length);
            Run(_addToAll, x.Length);
        }
    }

    /// <summary>vₖ ← Σⱼ sⱼₖvⱼ for k &lt; <paramref name="outputs"/>, in place: no memory beside the first <paramref name="count"/> vectors.</summary>
    /// <param name="basis">The vectors.</param>
    /// <param name="count">How many go in.</param>
    /// <param name="s">sⱼₖ at j + k·count.</param>
    /// <param name="outputs">How many come out, at most count.</param>
    /// <param name="length">n.</param>
    public void Rotate(double[][] basis, int count, double[] s, int outputs, int length)
    {
        (_basis, _count, _coefficients, _outputs) = (basis, count, s, outputs);
        Run(_rotate, length);
        _coefficients = [];
    }

    /// <summary>Independent standard normal entries; the same seed gives the same vector.</summary>
    public void FillNormal(Span<double> x, int seed, int stream)
    {
        fixed (double* px = x)
        {
            _x = px;
            _seed = NormalNumbers.Seed(seed, stream);
            Run(_normal, x.Length);
        }
    }

    private static int Blocks(int length) => (int)(((long)length + BlockLength - 1) / BlockLength);

    private static nuint Start(int block) => (nuint)block * BlockLength;

    private nuint Count(int block) => (nuint)Math.Min(BlockLength, _length - (block * (long)BlockLength));

    private void DotsOfBlock(int block)
    {
        for (var j = 0; j < _count; j++)
        {
            fixed (double* v = _basis[j])
                _sums[(block * _count) + j] = VectorLoops.Sum(new VectorLoops.Dot(v + Start(block), _x + Start(block), Count(block)));
        }
    }

    private void AddToBlock(int block)
    {
        var w = _x + Start(block);
        var length = Count(block);
        fixed (double* c = _coefficients)
        {
            var j = 0;
            for (; j + 4 <= _count; j += 4)
            {
                fixed (double* v0 = _basis[j], v1 = _basis[j + 1], v2 = _basis[j + 2], v3 = _basis[j + 3])
                {
                    VectorLoops.Run(new VectorLoops.AddScaledFour(
                        w, c + j, v0 + Start(block), v1 + Start(block), v2 + Start(block), v3 + Start(block), length));
                }
            }

            for (; j < _count; j++)
            {
                fixed (double* v = _basis[j])
                    VectorLoops.Run(new VectorLoops.AddScaled(w, c[j], v + Start(block), length));
            }
        }

        _sums[block] = VectorLoops.Sum(new VectorLoops.Dot(w, w, length));
    }

    private void AddBlockToAll(int block)
    {
        for (var j = 0; j < _count; j++)
        {
            fixed (double* y = _basis[j])
                VectorLoops.Run(new VectorLoops.AddScaled(y + Start(block), _coefficients[j], _x + Start(block), Count(block)));
        }
    }

    private void RotateBlock(int block)
    {
        var rotated = stackalloc double[RotationRows];
        var buffer = System.Buffers.ArrayPool<double>.Shared.Rent(RotationRows * _outputs);
        var end = (int)(Start(block) + Count(block));
        for (var row = (int)Start(block); row < end; row += RotationRows)
        {
            var rows = Math.Min(RotationRows, end - row);
            for (var k = 0; k < _outputs; k++)
            {
                new Span<double>(rotated, rows).Clear();
                fixed (double* s = &_coefficients[k * _count])
                {
                    var j = 0;
                    for (; j + 4 <= _count; j += 4)
                    {
                        fixed (double* v0 = _basis[j], v1 = _basis[j + 1], v2 = _basis[j + 2], v3 = _basis[j + 3])
                        {
                            VectorLoops.Run(new VectorLoops.AddScaledFour(
                                rotated, s + j, v0 + row, v1 + row, v2 + row, v3 + row, (nuint)rows));
                        }
                    }

                    for (; j < _count; j++)
                    {
                        fixed (double* v = _basis[j])
                            VectorLoops.Run(new VectorLoops.AddScaled(rotated, s[j], v + row, (nuint)rows));
                    }
                }

                new Span<double>(rotated, rows).CopyTo(buffer.AsSpan(k * RotationRows));
            }

            for (var k = 0; k < _outputs; k++)
                buffer.AsSpan(k * RotationRows, rows).CopyTo(_basis[k].AsSpan(row));
        }

        System.Buffers.ArrayPool<double>.Shared.Return(buffer);
    }

    private double Reduce(BlockPass pass, int length)
    {
        var blocks = Blocks(length);
        Reserve(blocks);
        Run(pass, length);
        var sum = 0.0;
        for (var block = 0; block < blocks; block++)
            sum += _sums[block];
        return sum;
    }

    private void Run(BlockPass pass, int length)
    {
        _length = length;
        _crew.Run(pass, Blocks(length), (long)length * sizeof(double) >= BytesWorthThreads ? _threads : 1);
    }

    private void Reserve(int count)
    {
        if (_sums.Length < count)
            _sums = new double[count];
    }

    private void Coefficients(int count)
    {
        if (_coefficients.Length < count)
            _coefficients = new double[Math.Max(16, 2 * count)];
    }
}
