using System.Text;
using static Optimizers.Diagnostics.PlainText;

namespace Optimizers.Diagnostics;

// The diagnosis as a note, as Markdown and as JSON.
public sealed partial class Diagnosis
{
    private const int MostLines = 15;

    private const int MostEvidence = 4;

    private const double AboutAsLow = 1.25;

    /// <summary>A colleague's note of at most 15 lines: what is wrong, why that is believed, what helps, what else.</summary>
    public override string ToString()
    {
        var lines = new List<string> { Headline() };
        if (Findings is [var first, ..])
        {
            foreach (var evidence in Strongest(first))
                lines.Add($"  - {evidence}");
            if (first.Remedy is { } remedy)
                lines.Add($"  What helps: {remedy.Advice}");
            var others = Findings.Skip(1).Where(finding => !finding.IsSymptom).Take(2).ToList();
            foreach (var other in others)
            {
                lines.Add($"Perhaps also: {other.Cause.Title} ({Sureness(other)}): {Strongest(other).First()}");
                if (other.Remedy is { } help)
                    lines.Add($"  What helps: {help.Advice}");
            }

            var symptoms = Findings.Where(finding => finding.IsSymptom).Select(finding => finding.Cause.Title).Take(4).ToList();
            if (symptoms.Count > 0)
                lines.Add($"As a consequence: {string.Join("; ", symptoms)}.");
        }
        else if (Suspects is [var suspect, ..] && suspect.Confidence > 0.1)
        {
            lines.Add($"The first suspect would be that {suspect.Cause.Title} ({Numbers.Sureness(suspect.Confidence)}).");
        }

        foreach (var step in Path)
            lines.Add($"Guide: {step.Question} {Answer(step)}: {step.Because}.");
        foreach (var advice in Advice)
            lines.Add($"Advice: {advice.Remedy?.Advice ?? advice.Cause.Title}");
        if (Verdict == Verdict.NotEnoughEvidence && NextMeasurement is null && Missing.Count > 0)
            lines.Add($"To be surer, make available: {string.Join(", ", Missing)}.");
        if (Receipts.Count > 0)
            lines.Add(FormattableString.Invariant($"Cost: {Cost}; {Seconds:0.0} s."));
        return string.Join(Environment.NewLine, lines.Take(MostLines).Select(OneLine));
    }

    /// <summary>A Markdown document of everything.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine("# Diagnosis").AppendLine().AppendLine(Markdown(Headline())).AppendLine();
        foreach (var finding in Findings)
            Write(text, finding);
        foreach (var advice in Advice)
            Write(text, advice);
        text.AppendLine("## The guide").AppendLine();
        foreach (var step in Path)
            text.Append("- ").Append(Markdown(step.Question)).Append(" **").Append(Answer(step)).Append("**: ").AppendLine(Markdown(step.Because));
        if (NextMeasurement is not null)
            text.AppendLine().Append("To measure next: ").AppendLine(Markdown(NextMeasurement));
        if (Considered.Any())
        {
            text.AppendLine().AppendLine("## Considered and not found").AppendLine().AppendLine("| cause | probability |").AppendLine("|---|---:|");
            foreach (var suspect in Considered)
                text.Append("| ").Append(Markdown(suspect.Cause.Title)).Append(" | ").Append(Numbers.Sureness(suspect.Confidence)).AppendLine(" |");
        }

        if (Receipts.Count > 0)
        {
            text.AppendLine().AppendLine("## Cost").AppendLine()
                .AppendLine("| probe | price, at most | cost | seconds |").AppendLine("|---|---|---|---:|");
            foreach (var receipt in Receipts.Where(each => each.Seconds > 0))
                text.AppendLine(FormattableString.Invariant($"| {receipt.Probe} | {receipt.Price} | {receipt.Cost} | {receipt.Seconds:0.000} |"));
        }

        return text.ToString();
    }

    /// <summary>A JSON document of everything; numbers that are not finite are written as strings.</summary>
    public string ToJson() => DiagnosisDocument.Of(this).ToJson();

    internal string Headline() => Verdict switch
    {
        Verdict.Fault => $"The training fails because {Findings[0].Cause.Title}{OrElse} ({Sureness(Findings[0])}).",
        Verdict.Improvable => $"The training could get lower: {Findings[0].Cause.Title}{OrElse} ({Sureness(Findings[0])}). Whether {Numbers.Text(
            Examination.Now)} is enough was not said.",
        Verdict.Healthy => "Nothing is wrong with this training, as far as was measured.",
        _ => "The measurements do not tell whether something is wrong.",
    };

    // Two cures that were shown to repair the training alike do not tell which of their causes it is.
    private string OrElse
    {
        get
        {
            if (Findings is not [var first, { IsSymptom: false } second, ..]
                || Shown(first) is not { } repaired || Shown(second) is not { } other
                || !(Math.Max(repaired, other) <= AboutAsLow * Math.Min(repaired, other)))
                return "";
            return $", or because {second.Cause.Title}: either cure repairs it alike";

            double? Shown(Finding finding) =>
                Examination.Blocks?.GetValueOrDefault(finding.Cause.Id) is { Stands: true, Gain: var gain } ? gain : null;
        }
    }

    private static IEnumerable<Evidence> Strongest(Finding finding) =>
        finding.Assessment.Evidence.Where(each => each.Weight > 0).OrderByDescending(each => each.Weight).Take(MostEvidence);

    /// <summary>What a finding rests on, and how probable it is: "a fact, 98 %".</summary>
    internal static string Sureness(Finding finding) => finding.Grounds switch
    {
        Grounds.Fact => $"a fact, {Numbers.Sureness(finding.Confidence)}",
        Grounds.Shown => $"shown by a trial, {Numbers.Sureness(finding.Confidence)}",
        _ => $"probable, {Numbers.Sureness(finding.Confidence)}",
    };

    private static string Answer(GuideStep step) => step.Answer switch { true => "Yes", false => "No", null => "Not measured" };

    private static void Write(StringBuilder text, Finding finding)
    {
        text.Append("## ").Append(Markdown(Capital(finding.Cause.Title))).AppendLine().AppendLine();
        text.Append(finding.Cause.Kind == CauseKind.Advice ? "Advice, " : finding.IsSymptom ? "A consequence of what stands above, " : "")
            .Append(Sureness(finding)).AppendLine(".").AppendLine();
        foreach (var evidence in finding.Assessment.Evidence.OrderByDescending(each => each.Weight))
            text.Append(evidence.Weight > 0 ? "- for: " : "- against: ").AppendLine(Markdown(evidence.ToString()));
        if (finding is { IsSymptom: false, Remedy: { } remedy }) // What helps against a consequence helps against its cause, or not at all.
            text.AppendLine().Append("What helps: ").AppendLine(Markdown(remedy.Advice));
        if (finding.Assessment.Missing.Count > 0)
            text.AppendLine().Append("Would make it surer: ").Append(Markdown(string.Join(", ", finding.Assessment.Missing))).AppendLine(".");
        text.AppendLine();
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
