using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Optimizers.Tests;

/// <summary>
/// The tests of a mutated build, which this file is copied into, as a program: it lists their classes, records what the tests of a class reach, or
/// runs tests until one fails. Each test runs alone, in this process: what is reached meanwhile is reached by it.
/// </summary>
internal static class MutantTests
{
    private static readonly XunitTestFrameworkDiscoverer Discoverer = new(Reflector.Wrap(typeof(MutantTests).Assembly), new NoSource(), new Sink());
    private static readonly Dictionary<string, List<IXunitTestCase>> Discovered = [];

    public static int Main(string[] args)
    {
        switch (args)
        {
            case ["mutants", "classes", var output]:
                File.WriteAllLines(output, typeof(MutantTests).Assembly.GetTypes().Where(type => !type.IsAbstract && MethodsOf(type).Any())
                    .Select(type => $"{type.FullName}\t{StateOf(type)}").Order(StringComparer.Ordinal));
                return 0;
            case ["mutants", "record", var name, var output]:
                Record(name, output);
                break;
            case ["mutants", "ask", var tests, var output]:
                Ask(tests, output);
                break;
            default:
                return Program.Main(args);
        }

        // A thread that does not end must not keep the process.
        Process.GetCurrentProcess().Kill();
        return 1;
    }

    private static IEnumerable<string> MethodsOf(Type type) =>
        type.GetMethods().Where(method => method.GetCustomAttributes<FactAttribute>().Any()).Select(method => method.Name);

    // Another when the class has got other tests.
    private static string StateOf(Type type) => Convert.ToHexString(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', MethodsOf(type).Order(StringComparer.Ordinal)))))[..12];

    // A line each: class, method, case, milliseconds ("-" if it fails), what it reaches. The first is the state, and what finding the tests reaches.
    private static void Record(string name, string output)
    {
        using var writer = new StreamWriter(output) { AutoFlush = true };
        var cases = CasesOf(name);
        writer.WriteLine($"{name}\t\t{StateOf(Type.GetType(name)!)}\t0\t{string.Join(',', MutantChoice.TakeReached())}");
        foreach (var each in cases)
        {
            var clock = Stopwatch.StartNew();
            var sink = Run(each, Timeout.InfiniteTimeSpan);
            var milliseconds = sink.Failed is null ? clock.ElapsedMilliseconds.ToString(CultureInfo.InvariantCulture) : "-";
            var reached = string.Join(',', MutantChoice.TakeReached());
            writer.WriteLine($"{name}\t{each.TestMethod.Method.Name}\t{each.UniqueID}\t{milliseconds}\t{reached}");
        }
    }

    // What is asked, class, method, case, milliseconds: what comes of it is the last line written.
    private static void Ask(string tests, string output)
    {
        using var writer = new StreamWriter(output) { AutoFlush = true };
        var asked = new HashSet<string>();
        foreach (var cells in File.ReadLines(tests).Select(line => line.Split('\t')))
        {
            writer.WriteLine($"crash\t{cells[0]}.{cells[1]}");
            var ofMethod = CasesOf(cells[0]).Where(each => each.TestMethod.Method.Name == cells[1]).ToArray();
            // Data that the mutant changes have other names.
            var chosen = ofMethod.Where(each => each.UniqueID == cells[2]).ToArray() is { Length: > 0 } found ? found : ofMethod;
            foreach (var each in chosen.Where(each => asked.Add(each.UniqueID)))
            {
                // Thrice as long on a machine that is busy, and more: it does not end.
                var sink = Run(each, TimeSpan.FromSeconds(20) + (8 * TimeSpan.FromMilliseconds(int.Parse(cells[3], CultureInfo.InvariantCulture))));
                if (sink.Failed is null && sink.Ended.IsSet)
                    continue;
                writer.WriteLine(sink.Failed is { } failed ? $"failed\t{failed}" : $"does not end\t{each.DisplayName}");
                return;
            }
        }

        writer.WriteLine("passed");
    }

    private static List<IXunitTestCase> CasesOf(string name)
    {
        if (Discovered.TryGetValue(name, out var known))
            return known;
        var sink = new Sink();
        Start(() => Discoverer.Find(name, includeSourceInformation: false, sink, new Options()));
        if (!sink.Ended.Wait(TimeSpan.FromSeconds(60)))
            throw new TimeoutException($"The tests of {name} are not found in time.");
        return Discovered[name] = sink.Cases;
    }

    private static Sink Run(IXunitTestCase test, TimeSpan limit)
    {
        var sink = new Sink();
        var executor = new XunitTestFrameworkExecutor(typeof(MutantTests).Assembly.GetName(), new NoSource(), new Sink());
        Start(() => executor.RunTests([test], sink, new Options()));
        sink.Ended.Wait(limit);
        return sink;
    }

    // A thread of its own: the framework would run the test on this one, and the limit would not hold.
    private static void Start(Action action) => new Thread(() => action()) { IsBackground = true }.Start();

    private sealed class Sink : IMessageSink
    {
        public List<IXunitTestCase> Cases { get; } = [];

        public string? Failed { get; private set; }

        public ManualResetEventSlim Ended { get; } = new();

        public bool OnMessage(IMessageSinkMessage message)
        {
            switch (message)
            {
                case ITestCaseDiscoveryMessage { TestCase: IXunitTestCase found }:
                    Cases.Add(found);
                    break;
                case ITestFailed failed:
                    Failed ??= failed.Test.DisplayName;
                    break;
                case IFailureInformation and IExecutionMessage fault:
                    Failed ??= fault.TestCases.FirstOrDefault()?.DisplayName ?? fault.GetType().Name;
                    break;
                case IDiscoveryCompleteMessage or ITestAssemblyFinished:
                    Ended.Set();
                    break;
            }

            return true;
        }
    }

    private sealed class NoSource : LongLivedMarshalByRefObject, ISourceInformationProvider
    {
        public ISourceInformation GetSourceInformation(ITestCase testCase) => new SourceInformation();

        public void Dispose()
        {
        }
    }

    private sealed class Options : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        private readonly Dictionary<string, object?> _values = new()
        {
            ["xunit.execution.DisableParallelization"] = true,
            ["xunit.execution.SynchronousMessageReporting"] = true,
        };

        public TValue GetValue<TValue>(string name) => _values.TryGetValue(name, out var value) ? (TValue)value! : default!;

        public void SetValue<TValue>(string name, TValue value) => _values[name] = value;
    }
}
