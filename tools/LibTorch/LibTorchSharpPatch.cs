using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Optimizers.LibTorch;

/// <summary>
/// Lets TorchSharp load on a Linux whose libstdc++ is older than GCC 13's (Debian 12, for one).
/// </summary>
/// <remarks>
/// <para>
/// <c>libLibTorchSharp.so</c> 0.107 imports one symbol of libstdc++ that GCC 13 added: <c>std::ios_base_library_init()</c>
/// (<c>_ZSt21ios_base_library_initv</c>, version <c>GLIBCXX_3.4.32</c>), which its static constructors call so that <c>std::cout</c> exists. Older
/// libraries have the same effect under the name <c>std::ios_base::Init::Init()</c> (<c>_ZNSt8ios_base4InitC1Ev</c>, version
/// <c>GLIBCXX_3.4</c>), a constructor that does not touch the object it is given, so that a call without an argument is harmless.
/// </para>
/// <para>
/// <see cref="Apply"/> therefore renames the import in a copy of the library, three edits in its ELF tables (System V ABI, chapters 4 and 5;
/// symbol versions: Linux Standard Base, core part, chapter 10):
/// <list type="number">
/// <item><c>.gnu.version_r</c>: the needed version <c>GLIBCXX_3.4.32</c> becomes weak (<c>VER_FLG_WEAK</c>), so that its absence is no error;</item>
/// <item><c>.dynstr</c>: the older name, which is shorter, is written over the newer one and padded with zeros;</item>
/// <item><c>.gnu.version</c>: that symbol's version index becomes the one of <c>GLIBCXX_3.4</c>.</item>
/// </list>
/// </para>
/// <para>
/// Only the copy in the program's output folder changes, never the package: the edited bytes go to a new file that then takes the
/// place of the old one, so that a hard or symbolic link to the package's file is left alone.
/// </para>
/// </remarks>
internal static class LibTorchSharpPatch
{
    private const string FileName = "libLibTorchSharp.so";
    private const string NewerSymbol = "_ZSt21ios_base_library_initv";
    private const string NewerVersion = "GLIBCXX_3.4.32";
    private const string OlderSymbol = "_ZNSt8ios_base4InitC1Ev";
    private const string OlderVersion = "GLIBCXX_3.4";
    private const ushort WeakVersion = 2;

    private const uint SectionStringTable = 3;
    private const uint SectionDynamicSymbols = 11;
    private const uint SectionVersionNeeds = 0x6ffffffe;
    private const uint SectionVersionSymbols = 0x6fffffff;

    /// <summary>
    /// Edits the copy of <c>libLibTorchSharp.so</c> under <paramref name="folder"/> if this system's loader needs it; does nothing otherwise,
    /// nor on a second call. Call it before the first use of TorchSharp.
    /// </summary>
    /// <param name="folder">The folder of the program, where the build has put the native libraries.</param>
    /// <returns>The path of the file that was edited now, or null when there was nothing to do.</returns>
    /// <exception cref="InvalidDataException">The file needs the newer libstdc++ but does not have the expected tables.</exception>
    public static string? Apply(string folder)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64 || SystemHasNewerSymbol())
            return null;

        string[] candidates = [Path.Combine(folder, FileName), Path.Combine(folder, "runtimes", "linux-x64", "native", FileName)];
        if (Array.Find(candidates, File.Exists) is not { } path)
            return null;

        var image = File.ReadAllBytes(path);
        if (!RenameImport(image))
            return null;

        var edited = path + ".edited";
        File.WriteAllBytes(edited, image);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(edited, File.GetUnixFileMode(path) | UnixFileMode.UserWrite);
        File.Move(edited, path, overwrite: true);
        return path;
    }

    private static bool SystemHasNewerSymbol()
    {
        if (!NativeLibrary.TryLoad("libstdc++.so.6", out var library))
            return true; // Without any libstdc++ a renamed import cannot help.
        return NativeLibrary.TryGetExport(library, NewerSymbol, out _);
    }

    /// <summary>Applies the three edits to <paramref name="image"/>, a 64-bit little-endian ELF file.</summary>
    /// <returns>False if the file does not import the newer symbol: another version of TorchSharp, or edited before.</returns>
    internal static bool RenameImport(Span<byte> image)
    {
        if (image.Length < 64 || !image[..6].SequenceEqual<byte>([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
            throw new InvalidDataException($"{FileName} is not a 64-bit little-endian ELF file.");

        var symbols = FindSection(image, SectionDynamicSymbols);
        var versions = FindSection(image, SectionVersionSymbols);
        var needs = FindSection(image, SectionVersionNeeds);
        var names = ReadSection(image, symbols.Link);
        if (names.Type != SectionStringTable)
            throw new InvalidDataException($"{FileName}: the dynamic symbols' name table has section type {names.Type}, not {SectionStringTable}.");

        var symbol = FindSymbol(image, symbols, names, NewerSymbol);
        if (symbol < 0)
            return false;

        var newer = FindNeededVersion(image, needs, names, NewerVersion);
        var older = FindNeededVersion(image, needs, names, OlderVersion);
        var olderIndex = UInt16(image, older + 6);

        SetUInt16(image, newer + 4, WeakVersion);
        SetUInt16(image, versions.Offset + 2 * symbol, olderIndex);
        var name = image.Slice(names.Offset + (int)UInt32(image, symbols.Offset + 24 * symbol), NewerSymbol.Length);
        name.Clear();
        Encoding.ASCII.GetBytes(OlderSymbol, name);
        return true;
    }

    private readonly record struct Section(uint Type, int Offset, int Size, int Link, int Info);

    private static Section FindSection(ReadOnlySpan<byte> image, uint type)
    {
        int count = UInt16(image, 60);
        for (var i = 0; i < count; i++)
        {
            var section = ReadSection(image, i);
            if (section.Type == type)
                return section;
        }

        throw new InvalidDataException($"{FileName} has no section of type 0x{type:x}.");
    }

    private static Section ReadSection(ReadOnlySpan<byte> image, int index)
    {
        var table = checked((int)UInt64(image, 40));
        var header = image.Slice(table + index * UInt16(image, 58), 64);
        return new Section(
            UInt32(header, 4), checked((int)UInt64(header, 24)), checked((int)UInt64(header, 32)), (int)UInt32(header, 40), (int)UInt32(header, 44));
    }

    private static int FindSymbol(ReadOnlySpan<byte> image, Section symbols, Section names, string name)
    {
        for (var i = 0; i < symbols.Size / 24; i++)
        {
            if (NameAt(image, names, UInt32(image, symbols.Offset + 24 * i)).SequenceEqual(Encoding.ASCII.GetBytes(name)))
                return i;
        }

        return -1;
    }

    /// <summary>The offset of the auxiliary entry (<c>Elf64_Vernaux</c>) of a version that the library needs.</summary>
    private static int FindNeededVersion(ReadOnlySpan<byte> image, Section needs, Section names, string version)
    {
        var need = needs.Offset;
        for (var i = 0; i < needs.Info; i++)
        {
            var entry = need + (int)UInt32(image, need + 8);
            for (var j = 0; j < UInt16(image, need + 2); j++)
            {
                if (NameAt(image, names, UInt32(image, entry + 8)).SequenceEqual(Encoding.ASCII.GetBytes(version)))
                    return entry;
                entry += (int)UInt32(image, entry + 12);
            }

            need += (int)UInt32(image, need + 12);
        }

        throw new InvalidDataException($"{FileName} does not need version {version}.");
    }

    private static ReadOnlySpan<byte> NameAt(ReadOnlySpan<byte> image, Section names, uint offset)
    {
        var rest = image.Slice(names.Offset, names.Size)[(int)offset..];
        return rest[..rest.IndexOf((byte)0)];
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static ulong UInt64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);

    private static void SetUInt16(Span<byte> bytes, int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes[offset..], value);
}
