using System.Runtime.InteropServices;
using System.Text;

namespace Optimizers.Mpi;

/// <summary>
/// The calls that are needed, of Open MPI or of MPICH and its descendants, whichever this machine has. A handle is the address of an exported object
/// in the one and a fixed integer in the other. Bytes are all that is sent, so no other type of MPI is needed.
/// </summary>
internal sealed unsafe class MpiLibrary
{
    private const int Serialized = 2;
    private const int ErrorLength = 8192; // MPI_MAX_ERROR_STRING is 256 in the one and 512 or more in the other.

    private static readonly string[] OpenMpiNames = ["libmpi.so.40", "libmpi.40.dylib"];
    private static readonly string[] MpichNames = ["libmpich.so.12", "libmpi.so.12", "libmpi.12.dylib", "libpmpi.12.dylib", "msmpi.dll"];

    private readonly nint _library;
    private readonly bool _isOpenMpi;
    private readonly nint _world;
    private readonly nint _byte;
    private readonly delegate* unmanaged<void*, int, nint, int, nint, int> _broadcast;
    private readonly delegate* unmanaged<void*, int, nint, void*, int, nint, nint, int> _allGather;
    private readonly delegate* unmanaged<void*, int, nint, void*, int*, int*, nint, nint, int> _allGatherParts;
    private readonly delegate* unmanaged<void*, int*, int*, nint, void*, int*, int*, nint, nint, int> _allToAll;
    private readonly delegate* unmanaged<nint, int> _barrier;

    private MpiLibrary(nint library, string name)
    {
        _library = library;
        _isOpenMpi = NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out _world);
        Name = $"{(_isOpenMpi ? "Open MPI" : "MPICH")} ({name})";
        if (!_isOpenMpi)
            _world = 0x44000000;
        _byte = _isOpenMpi ? Export("ompi_mpi_byte") : 0x4c00010d;
        _broadcast = (delegate* unmanaged<void*, int, nint, int, nint, int>)Export("MPI_Bcast");
        _allGather = (delegate* unmanaged<void*, int, nint, void*, int, nint, nint, int>)Export("MPI_Allgather");
        _allGatherParts = (delegate* unmanaged<void*, int, nint, void*, int*, int*, nint, nint, int>)Export("MPI_Allgatherv");
        _allToAll = (delegate* unmanaged<void*, int*, int*, nint, void*, int*, int*, nint, nint, int>)Export("MPI_Alltoallv");
        _barrier = (delegate* unmanaged<nint, int>)Export("MPI_Barrier");
    }

    /// <summary>Which library, and its file.</summary>
    public string Name { get; }

    public int Rank { get; private set; }

    public int Size { get; private set; }

    /// <summary>Loads the library of a launcher and starts MPI.</summary>
    /// <exception cref="MpiException">There is none, or it does not start.</exception>
    public static MpiLibrary Start(MpiLauncher launcher)
    {
        LeaveSignalsAlone();
        var names = launcher.IsOpenMpi switch
        {
            true => OpenMpiNames,
            false => MpichNames,
            null => [.. OpenMpiNames, .. MpichNames],
        };
        if (Environment.GetEnvironmentVariable("OPTIMIZERS_MPI_LIBRARY") is { Length: > 0 } own)
            names = [own];
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
            {
                var loaded = new MpiLibrary(library, name);
                loaded.Initialize();
                return loaded;
            }
        }

        throw new MpiException(
            $"{launcher.Variable} says that a launcher of MPI has started {launcher.Size} ranks, but none of its libraries is found: "
            + $"{string.Join(", ", names)}. Install it (Debian: libopenmpi3, libmpich12), or name it in OPTIMIZERS_MPI_LIBRARY.");
    }

    public void Finish() => Check(((delegate* unmanaged<int>)Export("MPI_Finalize"))(), "MPI_Finalize");

    /// <summary>Ends all ranks.</summary>
    public void Abort(int code) => ((delegate* unmanaged<nint, int, int>)Export("MPI_Abort"))(_world, code);

    public void Barrier() => Check(_barrier(_world), "MPI_Barrier");

    public void Broadcast(void* bytes, int count, int root) => Check(_broadcast(bytes, count, _byte, root, _world), "MPI_Bcast");

    public void AllGather(void* mine, int count, void* all) => Check(_allGather(mine, count, _byte, all, count, _byte, _world), "MPI_Allgather");

    /// <summary>Parts of several lengths, of which this rank's is <paramref name="count"/> bytes.</summary>
    public void AllGather(void* mine, int count, void* all, int* counts, int* starts) =>
        Check(_allGatherParts(mine, count, _byte, all, counts, starts, _byte, _world), "MPI_Allgatherv");

    public void AllToAll(void* sent, int* sentCounts, int* sentStarts, void* received, int* receivedCounts, int* receivedStarts) =>
        Check(_allToAll(sent, sentCounts, sentStarts, _byte, received, receivedCounts, receivedStarts, _byte, _world), "MPI_Alltoallv");

    private void Initialize()
    {
        int provided, rank, size;
        var code = ((delegate* unmanaged<int*, byte***, int, int*, int>)Export("MPI_Init_thread"))(null, null, Serialized, &provided);
        if (code != 0)
            throw new MpiException($"MPI_Init_thread of {Name} failed with code {code}.");
        if (provided < Serialized)
            throw new MpiException($"{Name} was built for one thread only (level {provided}); level {Serialized}, MPI_THREAD_SERIALIZED, is needed.");
        var errors = _isOpenMpi ? Export("ompi_mpi_errors_return") : 0x54000001;
        Check(((delegate* unmanaged<nint, nint, int>)Export("MPI_Comm_set_errhandler"))(_world, errors), "MPI_Comm_set_errhandler");
        Check(((delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_rank"))(_world, &rank), "MPI_Comm_rank");
        Check(((delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_size"))(_world, &size), "MPI_Comm_size");
        (Rank, Size) = (rank, size);
    }

    private void Check(int code, string call)
    {
        if (code == 0)
            return;
        var text = stackalloc byte[ErrorLength];
        int length;
        var known = ((delegate* unmanaged<int, byte*, int*, int>)Export("MPI_Error_string"))(code, text, &length) == 0;
        throw new MpiException($"{call} failed on rank {Rank}: {(known ? Encoding.UTF8.GetString(text, length) : $"code {code}")}.");
    }

    private nint Export(string name) => NativeLibrary.TryGetExport(_library, name, out var address)
        ? address
        : throw new MpiException($"{Name} has no {name}: it is no MPI library that is known here.");

    /// <summary>
    /// The libraries' handlers of SIGSEGV would make a caught NullReferenceException the end of the process. Set by libc: .NET's own setter does not
    /// reach native code.
    /// </summary>
    private static void LeaveSignalsAlone()
    {
        if (OperatingSystem.IsWindows())
            return;
        foreach (var name in (string[])["UCX_ERROR_SIGNALS", "OMPI_MCA_opal_signal"])
            _ = SetEnvironment(name, "", 0);

        [DllImport("libc", EntryPoint = "setenv")]
        static extern int SetEnvironment(
            [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);
    }
}
