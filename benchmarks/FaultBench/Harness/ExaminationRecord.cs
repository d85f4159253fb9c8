using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Optimizers.Diagnostics;

namespace Optimizers.FaultBench;

/// <summary>Examinations as JSON: every probe's result by its name.</summary>
internal static class ExaminationRecord
{
    /// <summary>Numbers that are not finite are written by name, tuples with their fields, and nothing that can be derived.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        IncludeFields = true,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly string[] NoProbe =
    [
        nameof(Examination.Case), nameof(Examination.Monitor), nameof(Examination.Options), nameof(Examination.Receipts), nameof(Examination.Results),
        nameof(Examination.LastStep), nameof(Examination.Theta), nameof(Examination.LearningRate),
    ];

    private static readonly Dictionary<string, PropertyInfo> Probes = typeof(Examination)
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => !NoProbe.Contains(property.Name))
        .ToDictionary(property => property.Name);

    /// <summary>Runs every probe that the case allows.</summary>
    /// <returns>The probes that threw, with what they said.</returns>
    public static IReadOnlyList<string> RunAll(Examination examination)
    {
        var failures = new List<string>();
        foreach (var (name, probe) in Probes)
        {
            try
            {
                probe.GetValue(examination);
            }
            catch (TargetInvocationException failure) when (failure.InnerException is not OperationCanceledException)
            {
                failures.Add($"{name}: {failure.InnerException?.GetType().Name}: {failure.InnerException?.Message}");
            }
        }

        return failures;
    }

    /// <summary>The results of the probes that have run.</summary>
    public static Dictionary<string, JsonElement> Write(Examination examination)
    {
        var results = new Dictionary<string, JsonElement>();
        foreach (var (name, result) in examination.Results)
        {
            if (Probes.TryGetValue(name, out var probe))
                results[name] = JsonSerializer.SerializeToElement(result is Fit fit ? fit with { End = [] } : result, probe.PropertyType, Json);
        }

        return results;
    }

    /// <summary>An examination with recorded results.</summary>
    public static Examination Read(IReadOnlyDictionary<string, JsonElement> results)
    {
        var read = new Dictionary<string, object>();
        foreach (var (name, json) in results)
        {
            if (Probes.TryGetValue(name, out var probe) && json.Deserialize(Recorded(probe.PropertyType), Json) is { } result)
                read[name] = result;
        }

        return new(read);
    }

    // A list was an array when it was measured.
    private static Type Recorded(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0].MakeArrayType() : type;
}
