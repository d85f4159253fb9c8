using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Optimizers.Arithmetic;
using Optimizers.Threads;

namespace Optimizers.LinearAlgebra;

/// <summary>A rotation of rows i and i + 1: zᵢ₊₁ ← s·zᵢ + c·zᵢ₊₁ and zᵢ ← c·zᵢ − s·zᵢ₊₁.</summary>
internal readonly record struct PlaneRotation(int Row, double Cosine, double Sine);

/// <summary>
/// Many rotations, one after another, of the rows of an n×n matrix that begins as the unit matrix. They are collected and then run through one
/// panel of columns after another, so that it is in the cache while thousands of rotations pass over it. No bit depends on the threads: each
/// column has its own arithmetic.
/// </summary>
internal sealed class PlaneRotations : IBlockJob
{
    /// <summary>Columns of a panel: whole cache lines, and few enough that the panel of a few thousand rows fits the cache of a core.</summary>
    private const int PanelWidth = 32;

    private const int LargestCapacity = 16384;
    private const int LineLength = 64;

    private readonly PlaneRotation[] _waiting;
    private readonly Crew _crew = new();
    private readonly int _n;
    private readonly int _panels;
    private readonly int _threads;

    // Panel after panel, each row by row, from a cache line's start on; pinned, so that it stays there.
    private readonly double[] _entries;
    private readonly int _start;
    private int _count;

    /// <summary>The unit matrix.</summary>
    /// <param name="n">Its dimension.</param>
    /// <param name="threads">At most so many threads.</param>
    public unsafe PlaneRotations(int n, int threads)
    {
        _n = n;
        _threads = threads;
        _waiting = new PlaneRotation[(int)Math.Min(LargestCapacity, 2 + (2L * n * n))];
        _panels = (n + PanelWidth - 1) / PanelWidth;
        _entries = GC.AllocateArray<double>(checked((_panels * n * PanelWidth) + (LineLength / sizeof(double))), pinned: true);
        fixed (double* first = _entries)
            _start = (int)((LineLength - (((nuint)first) % LineLength)) % LineLength / sizeof(double));
        for (var i = 0; i < n; i++)
            _entries[Index(i, i)] = 1;
    }

    /// <summary>A copy of a row.</summary>
    public void CopyRow(int row, Span<double> destination)
    {
        for (var column = 0; column < _n; column += PanelWidth)
            _entries.AsSpan(Index(row, column), Math.Min(PanelWidth, _n - column)).CopyTo(destination[column..]);
    }

    public void Add(PlaneRotation rotation)
    {
        _waiting[_count++] = rotation;
        if (_count == _waiting.Length)
            Apply();
    }

    /// <summary>Carries out what is waiting.</summary>
    public void Apply()
    {
        _crew.Run(this, _panels, _threads);
        _count = 0;
    }

    void IBlockJob.Run(int block)
    {
        ref var panel = ref _entries[Index(0, block * PanelWidth)];
        var rotations = _waiting.AsSpan(0, _count);
        if (Vector512.IsHardwareAccelerated)
            Run<Lanes512<double>>(ref panel, rotations);
        else if (Vector256.IsHardwareAccelerated)
            Run<Lanes256<double>>(ref panel, rotations);
        else if (Vector128.IsHardwareAccelerated)
            Run<Lanes128<double>>(ref panel, rotations);
        else
            Run<Scalar<double>>(ref panel, rotations);
    }

    private int Index(int row, int column) => _start + (((column / PanelWidth * _n) + row) * PanelWidth) + (column % PanelWidth);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run<T>(ref double panel, ReadOnlySpan<PlaneRotation> rotations) where T : struct, ILanes<T, double>
    {
        foreach (ref readonly var rotation in rotations)
        {
            ref var upper = ref Unsafe.Add(ref panel, rotation.Row * PanelWidth);
            ref var lower = ref Unsafe.Add(ref upper, PanelWidth);
            var (c, s) = (T.Constant(rotation.Cosine), T.Constant(rotation.Sine));
            for (nuint i = 0; i < PanelWidth; i += (nuint)T.Count)
            {
                var (x, y) = (T.Load(ref upper, i), T.Load(ref lower, i));
                ((s * x) + (c * y)).Store(ref lower, i);
                ((c * x) - (s * y)).Store(ref upper, i);
            }
        }
    }
}
