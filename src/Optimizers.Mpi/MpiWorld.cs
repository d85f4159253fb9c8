using System.Runtime.InteropServices;

namespace Optimizers.Mpi;

/// <summary>
/// The processes that <c>mpirun -n 64 dotnet train.dll</c> has started, the ranks: how many there are, which one this is, and what they do together.
/// A process that was started without a launcher is a world of one.
/// </summary>
/// <remarks>
/// What they do together is done by all ranks in the same order; each call returns when this rank has its result. Numbers are joined in the order of
/// the ranks: the same bits in every run, and with every library. Calls of several threads wait for one another.
/// </remarks>
public sealed unsafe class MpiWorld
{
    /// <summary>The status of a rank whose training has ended.</summary>
    internal const long HasEnded = 2;

    private const int LargestMessage = 1 << 28; // Bytes: the counts of MPI are int, and a rank's buffer holds one message of each other rank.

    private readonly Lock _gate = new();
    private readonly MpiLibrary? _library;
    private bool _hasMet;

    private MpiWorld(MpiLibrary? library) => _library = library;

    /// <summary>Which process this is: from 0 to <see cref="Size"/> − 1.</summary>
    public int Rank => _library?.Rank ?? 0;

    /// <summary>How many processes there are.</summary>
    public int Size => _library?.Size ?? 1;

    /// <summary>Which MPI library is used, and its file; "none" in a world of one.</summary>
    public string Library => _library?.Name ?? "none";

    /// <summary>
    /// Starts MPI, runs a training, and ends MPI. An exception is printed with its rank, and ends all ranks: the others would wait for this one for
    /// ever.
    /// </summary>
    /// <param name="training">The training, the same in all processes.</param>
    /// <returns>The exit code of the process: 0, or 1 after an exception.</returns>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public static int Run(Action<MpiWorld> training)
    {
        ArgumentNullException.ThrowIfNull(training);
        MpiWorld? world = null;
        try
        {
            var launcher = MpiLauncher.Find();
            world = new(launcher is null ? null : MpiLibrary.Start(launcher));
            if (launcher is not null && launcher.Size != world.Size)
            {
                throw new MpiException(
                    $"{launcher.Variable} is {launcher.Size}, but {world.Library} sees {world.Size}: the launcher is another MPI's. Every process "
                    + "would train for itself.");
            }

            training(world);
            world.End();
            world._library?.Finish();
            return 0;
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine($"Rank {world?.Rank ?? 0} of {world?.Size ?? 1}: {exception}");
            Console.Error.Flush();
            Console.Out.Flush();
            world?._library?.Abort(1);
            return 1;
        }
    }

    /// <summary>Waits until all ranks are here.</summary>
    /// <exception cref="MpiException">MPI refuses the call.</exception>
    public void Barrier()
    {
        lock (_gate)
            _library?.Barrier();
    }

    /// <summary>Gives all ranks the values of one.</summary>
    /// <param name="values">As many on every rank.</param>
    /// <param name="root">The rank whose values they are.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    /// <exception cref="MpiException">MPI refuses the call.</exception>
    public void Broadcast<T>(Span<T> values, int root = 0) where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(root);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(root, Size);
        if (_library is null)
            return;
        var bytes = Bytes(values);
        lock (_gate)
        {
            fixed (byte* first = bytes)
            {
                for (nint start = 0; start < bytes.Length; start += LargestMessage)
                    _library.Broadcast(first + start, (int)Math.Min(LargestMessage, bytes.Length - start), root);
            }
        }
    }

    /// <summary>Gives all ranks the values of all, one rank's behind the other's.</summary>
    /// <param name="mine">This rank's, as many on every rank.</param>
    /// <param name="all">Becomes all values: <see cref="Size"/> times as many.</param>
    /// <exception cref="ArgumentException">There is room for more or fewer.</exception>
    /// <exception cref="MpiException">MPI refuses the call.</exception>
    public void AllGather<T>(ReadOnlySpan<T> mine, Span<T> all) where T : unmanaged
    {
        if (all.Length != (long)mine.Length * Size)
            throw new ArgumentException($"{mine.Length} values of {Size} ranks are {(long)mine.Length * Size}, not {all.Length}.", nameof(all));
        if (_library is null)
        {
            mine.CopyTo(all);
            return;
        }

        var count = checked(mine.Length * sizeof(T));
        lock (_gate)
        {
            fixed (T* from = mine, to = all)
                _library.AllGather(from, count, to);
        }
    }

    /// <summary>Replaces numbers by their sums over all ranks, added in the order of the ranks.</summary>
    /// <param name="values">As many on every rank; meant for few.</param>
    /// <exception cref="MpiException">MPI refuses the call.</exception>
    public void Sum(Span<double> values)
    {
        var all = new double[checked(values.Length * Size)];
        AllGather(values, all);
        values.Clear();
        for (var rank = 0; rank < Size; rank++)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] += all[(rank * values.Length) + i];
        }
    }

    /// <summary>
    /// Where all ranks learn of each other at the beginning of a step. A rank whose training has ended comes here too, so that the others need not
    /// wait for it for ever.
    /// </summary>
    /// <param name="status">This rank's: whether it refuses the step, the iteration, the number of parameters.</param>
    /// <returns>Those of all ranks; the first number is <see cref="HasEnded"/> of one that has ended.</returns>
    internal long[] Meet(ReadOnlySpan<long> status)
    {
        _hasMet = true;
        var all = new long[status.Length * Size];
        AllGather(status, all);
        return all;
    }

    private void End()
    {
        if (!_hasMet)
            return;
        var all = Meet([HasEnded, 0, 0]);
        for (var rank = 0; rank < Size; rank++)
        {
            if (all[3 * rank] != HasEnded)
                throw new InvalidOperationException($"The training of rank {Rank} has ended, but rank {rank} takes a step {all[(3 * rank) + 1]}.");
        }
    }

    /// <summary>Parts of one array to their ranks and from all of them, in bytes.</summary>
    internal void AllToAll(
        void* sent, ReadOnlySpan<int> sentCounts, ReadOnlySpan<int> sentStarts, void* received, ReadOnlySpan<int> counts, ReadOnlySpan<int> starts)
    {
        lock (_gate)
        {
            fixed (int* a = sentCounts, b = sentStarts, c = counts, d = starts)
                _library!.AllToAll(sent, a, b, received, c, d);
        }
    }

    /// <summary>Parts of several lengths from all ranks, in bytes.</summary>
    internal void AllGather(void* mine, int count, void* all, ReadOnlySpan<int> counts, ReadOnlySpan<int> starts)
    {
        lock (_gate)
        {
            fixed (int* a = counts, b = starts)
                _library!.AllGather(mine, count, all, a, b);
        }
    }

    private static Span<byte> Bytes<T>(Span<T> values) where T : unmanaged => MemoryMarshal.AsBytes(values);
}
