using System.Text.Json;
using System.Text.Json.Serialization;

namespace Optimizers.Diagnostics;

/// <summary>A diagnosis as its JSON shows it.</summary>
internal sealed record DiagnosisDocument(
    Verdict Verdict,
    string Headline,
    IReadOnlyList<DiagnosisDocument.Item> Findings,
    IReadOnlyList<DiagnosisDocument.Item> Advice,
    IReadOnlyList<DiagnosisDocument.Item> Considered,
    IReadOnlyList<GuideStep> Guide,
    string? NextMeasurement,
    IReadOnlyList<string> Missing,
    IReadOnlyList<ProbeReceipt> Receipts,
    double Seconds)
{
    public static DiagnosisDocument Of(Diagnosis diagnosis) => new(
        diagnosis.Verdict,
        diagnosis.Headline(),
        [.. diagnosis.Findings.Select(Item.Of)],
        [.. diagnosis.Advice.Select(Item.Of)],
        [.. diagnosis.Considered.Select(Item.Of)],
        diagnosis.Path,
        diagnosis.NextMeasurement,
        diagnosis.Missing,
        diagnosis.Receipts,
        diagnosis.Seconds);

    public string ToJson() => JsonSerializer.Serialize(this, DiagnosisJson.Default.DiagnosisDocument);

    /// <summary>A finding.</summary>
    internal sealed record Item(
        string Cause,
        string Title,
        double Confidence,
        Grounds Grounds,
        IReadOnlyList<string> ExplainedBy,
        IReadOnlyList<Evidence> Evidence,
        IReadOnlyList<string> Missing,
        string? Advice,
        string? Action)
    {
        public static Item Of(Finding finding) => new(
            finding.Cause.Id,
            finding.Cause.Title,
            finding.Confidence,
            finding.Grounds,
            [.. finding.ExplainedBy.Select(each => each.Id)],
            finding.Assessment.Evidence,
            finding.Assessment.Missing,
            finding.Remedy?.Advice,
            finding.Remedy?.Action?.Description);
    }
}

/// <summary>The generated serializer.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    WriteIndented = true)]
[JsonSerializable(typeof(DiagnosisDocument))]
internal sealed partial class DiagnosisJson : JsonSerializerContext;
