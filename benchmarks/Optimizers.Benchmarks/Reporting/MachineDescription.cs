using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using BenchmarkDotNet.Environments;
using Optimizers.Benchmarks.Measuring;

namespace Optimizers.Benchmarks.Reporting;

/// <summary>The machine of the measurements.</summary>
internal static class MachineDescription
{
    /// <summary>The description as Markdown list items.</summary>
    /// <param name="store">The measurements, for the memory's bandwidth.</param>
    /// <param name="loadBefore">The system's load before the first measurement, from <see cref="Load"/>.</param>
    public static string Describe(MeasurementStore store, string? loadBefore)
    {
        var host = HostEnvironmentInfo.GetCurrent();
        var cpu = host.Cpu.Value;
        List<(string What, string? Value)> lines =
        [
            ("Date", DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("Processor", string.Create(
                CultureInfo.InvariantCulture,
                $"{cpu?.ProcessorName ?? "unknown"}, {cpu?.PhysicalCoreCount} cores, {Environment.ProcessorCount} threads")),
            ("SIMD", $"{RuntimeInformation.ProcessArchitecture}; hardware-accelerated: {Simd()}"),
            ("Caches", Caches()),
            ("Memory", string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 30)} GiB")),
            ("Memory bandwidth, 10,000,000 doubles", Bandwidth(store)),
            ("Huge pages", ReadLine("/sys/kernel/mm/transparent_hugepage/enabled")),
            ("System", RuntimeInformation.OSDescription),
            (
                "Runtime",
                $"{RuntimeInformation.FrameworkDescription}, {(System.Runtime.GCSettings.IsServerGC ? "server" : "workstation")} garbage collector"),
            ("Compared", $"MathNet.Numerics {Version("MathNet.Numerics")}, System.Numerics.Tensors {Version("System.Numerics.Tensors")}, "
                + $"TorchSharp {Version("TorchSharp")}; BenchmarkDotNet {Version("BenchmarkDotNet")}"),
            ("Load of the system (1, 5, 15 minutes)", loadBefore is null ? null : $"{loadBefore} before, {Load()} after"),
        ];
        return string.Concat(lines.Where(l => l.Value is not null).Select(l => $"- {l.What}: {l.Value}\n"));
    }

    /// <summary>The system's load averages, where it tells them.</summary>
    public static string? Load() => ReadLine("/proc/loadavg") is { } line ? string.Join(' ', line.Split(' ').Take(3)) : null;

    private static string Simd() => string.Join(", ", new[]
    {
        (Vector512.IsHardwareAccelerated, "512 bits"),
        (Vector256.IsHardwareAccelerated, "256 bits"),
        (Vector128.IsHardwareAccelerated, "128 bits"),
    }.Where(w => w.Item1).Select(w => w.Item2).DefaultIfEmpty("none"));

    /// <summary>The first core's caches, as the system tells them, or else the processor.</summary>
    private static string? Caches()
    {
        const string Folder = "/sys/devices/system/cpu/cpu0/cache";
        string[] caches = Directory.Exists(Folder)
            ? [.. Directory.GetDirectories(Folder, "index*").Order()
                .Select(index => (Level: ReadLine($"{index}/level"), Type: ReadLine($"{index}/type"), Size: ReadLine($"{index}/size")))
                .Where(c => c.Type is "Data" or "Unified" && c.Size is not null)
                .Select(c => $"L{c.Level} {c.Size}")]
            : [];
        return caches.Length > 0 ? string.Join(", ", caches)
            : string.Join(", ", CachesByProcessor()) is { Length: > 0 } text ? text
            : null;
    }

    /// <summary>AMD's cache sizes, CPUID leaves 80000005h and 80000006h (AMD64 architecture, volume 3, appendix E.4).</summary>
    private static IEnumerable<string> CachesByProcessor()
    {
        const int LastLeaf = unchecked((int)0x80000000);
        const int Amd = 0x68747541; // "Auth", of "AuthenticAMD"
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Ebx != Amd || (uint)X86Base.CpuId(LastLeaf, 0).Eax < 0x80000006)
            yield break;
        var (_, _, first, _) = X86Base.CpuId(LastLeaf + 5, 0);
        var (_, _, second, third) = X86Base.CpuId(LastLeaf + 6, 0);
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"L1 {(uint)first >> 24} KiB, L2 {(uint)second >> 16} KiB, L3 {((uint)third >> 18) / 2} MiB (of the whole processor)");
    }

    private static string? Bandwidth(MeasurementStore store)
    {
        var sweeps = store.Cases.Where(c => c is { IsStep: false, IsDouble: true, Length: 10_000_000 })
            .OrderBy(c => c.Threads).ThenBy(c => c.Subject);
        var text = string.Join("; ", sweeps.GroupBy(c => c.Threads).Select(threads => string.Create(
            CultureInfo.InvariantCulture,
            $"{threads.Key} thread{(threads.Key == 1 ? "" : "s")}: "
            + $"{string.Join(", ", threads.Select(c => $"{Figure.Name(c.Subject)} {Figure.Digits(c.NecessaryBytes / store.Nanoseconds(c))}"))} "
            + $"GB/s")));
        return text.Length == 0 ? null : text;
    }

    private static string Version(string assembly)
    {
        var name = Assembly.Load(assembly);
        return name.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? name.GetName().Version!.ToString();
    }

    private static string? ReadLine(string file)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault();
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
