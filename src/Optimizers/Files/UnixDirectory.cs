using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Optimizers.Files;

/// <summary>The flush of a directory, which .NET cannot open: without it a rename may be undone by a loss of power.</summary>
internal static partial class UnixDirectory
{
    /// <summary>The numbers that Linux, macOS and the BSDs share.</summary>
    private const int ReadOnly = 0;
    private const int Interrupted = 4;
    private const int InvalidArgument = 22;

    /// <exception cref="IOException">The names may not have reached the disk.</exception>
    public static void Flush(string directory)
    {
        var descriptor = Retry(() => open(directory, ReadOnly));
        if (descriptor < 0)
            throw Failure(directory);
        try
        {
            // A file system that knows no flush of a directory says so by an invalid argument: there is nothing more to be done on it.
            if (Retry(() => fsync(descriptor)) < 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
                throw Failure(directory);
        }
        finally
        {
            _ = close(descriptor);
        }
    }

    private static int Retry(Func<int> call)
    {
        int result;
        do
        {
            result = call();
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return result;
    }

    private static IOException Failure(string directory)
    {
        var error = Marshal.GetLastPInvokeError();
        var reason = Marshal.GetPInvokeErrorMessage(error);
        return new IOException($"The directory '{directory}' cannot be flushed to the disk: {reason}", new Win32Exception(error));
    }

#pragma warning disable IDE1006, SYSLIB1054, CA2101 // The functions' own names.
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int close(int descriptor);
#pragma warning restore IDE1006, SYSLIB1054, CA2101
}
