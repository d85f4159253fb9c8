using System.Globalization;
using System.Text.Json;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics;

public class DiagnosisTests
{
    [Fact]
    public void Faults_stand_by_confidence_and_symptoms_behind_what_explains_them()
    {
        var diagnosis = Diagnose(
            new CausalGraph([("root", "symptom")]), new StatedCause("symptom", 8),
            new StatedCause("other", 2), new StatedCause("root", 4), new StatedCause("excluded", -5));

        diagnosis.Suspects.Select(finding => finding.Cause.Id).Should().Equal("root", "other", "excluded", "symptom");
        diagnosis.Findings.Select(finding => finding.Cause.Id).Should().Equal("root", "other", "symptom");
        diagnosis.Findings[2].ExplainedBy.Select(cause => cause.Id).Should().Equal("root");
        diagnosis.Findings[0].IsSymptom.Should().BeFalse();
        diagnosis.Verdict.Should().Be(Verdict.Fault);
    }

    [Fact]
    public void A_symptom_of_what_was_not_found_stands_for_itself()
    {
        var diagnosis = Diagnose(new CausalGraph([("root", "symptom")]), new StatedCause("symptom", 3), new StatedCause("root", -3));

        diagnosis.Findings.Should().ContainSingle().Which.IsSymptom.Should().BeFalse();
    }

    [Fact]
    public void A_cause_explains_its_direct_consequences_only()
    {
        var graph = new CausalGraph([("a", "b"), ("b", "c"), ("d", "c")]);

        graph.Explains("a", "b").Should().BeTrue();
        graph.Explains("a", "c").Should().BeFalse();
        graph.Explains("c", "a").Should().BeFalse();
        graph.Explains("d", "b").Should().BeFalse();
        graph.Explains("unknown", "c").Should().BeFalse();
    }

    [Fact]
    public void A_graph_with_a_cycle_is_refused_by_name()
    {
        var make = () => new CausalGraph([("a", "b"), ("b", "c"), ("c", "a")]);

        make.Should().Throw<ArgumentException>().WithMessage("*cycle*").And.ParamName.Should().Be("edges");
    }

    [Fact]
    public void The_known_graph_speaks_of_known_causes_only_and_has_no_cycle()
    {
        var ids = KnownCauses.All.Select(cause => cause.Id).ToList();

        ids.Should().OnlyHaveUniqueItems();
        CausalGraph.Known.Edges.SelectMany(edge => new[] { edge.Cause, edge.Consequence }).Should().BeSubsetOf(ids);
    }

    [Fact]
    public void Advice_is_no_fault()
    {
        var diagnosis = Diagnose(CausalGraph.Known, new StatedCause("advice", 5, CauseKind.Advice));

        diagnosis.Findings.Should().BeEmpty();
        diagnosis.Advice.Should().ContainSingle();
        diagnosis.ToString().Should().Contain("Advice: Stop advice.");
    }

    [Fact]
    public void A_monitor_that_has_seen_nothing_gives_no_verdict_and_says_what_to_measure()
    {
        var diagnosis = Diagnosis.Of(new TrainingMonitor());

        diagnosis.Verdict.Should().Be(Verdict.NotEnoughEvidence);
        diagnosis.NextMeasurement.Should().Contain("monitor.RecordLoss");
        diagnosis.ToString().Should().StartWith("The measurements do not tell");
    }

    [Fact]
    public void The_note_has_at_most_15_lines_however_much_was_found()
    {
        var causes = Enumerable.Range(0, 40)
            .Select(i => new StatedCause($"cause-{i}", 1 + i, i % 3 == 0 ? CauseKind.Advice : CauseKind.Fault)).ToArray<Cause>();

        Diagnose(CausalGraph.Known, causes).ToString().Split(Environment.NewLine).Should().HaveCountLessThanOrEqualTo(15);
    }

    [Fact]
    public void The_note_begins_with_the_cause_its_evidence_and_its_remedy()
    {
        var diagnosis = Diagnose(CausalGraph.Known, new StatedCause("rot", 3));
        var lines = diagnosis.ToString().Split(Environment.NewLine);

        var sureness = (100 * diagnosis.Findings[0].Confidence).ToString("F0", CultureInfo.InvariantCulture);
        lines[0].Should().Be($"The training fails because it is rot (probable, {sureness} %).");
        lines[1].Should().Be("  - seen rot (a test)");
        lines.Should().Contain("  What helps: Stop rot.");
    }

    [Fact]
    public void By_the_curves_alone_the_loss_is_held_against_that_of_the_start_and_not_against_a_chance_that_nobody_knows()
    {
        var monitor = new TrainingMonitor();
        var optimizer = new Adam(1e-5);
        optimizer.Watch(monitor);
        double[] theta = [2];
        for (var i = 0; i < 300; i++)
        {
            monitor.RecordLoss(theta[0] * theta[0]);
            optimizer.Step(theta, [2 * theta[0]]);
        }

        Diagnosis.Of(monitor).ToMarkdown().Should().Contain("it was 4 at the start").And.Contain("To measure next: ").And.NotContain("NaN");
    }

    /// <summary>The guide of the lecture: training loss, then testing loss, then a holdout.</summary>
    [Theory]
    [InlineData(1.0, 5, 5, "True training, ? smaller")]
    [InlineData(0.01, 0.01, 5, "False training, False testing")]
    [InlineData(0.01, 5, 5, "False training, True testing, True holdout")]
    [InlineData(0.01, 5, 0.01, "False training, True testing, False holdout")]
    [InlineData(0.01, 5, double.NaN, "False training, True testing, ? holdout")]
    public void The_guide_asks_of_the_next_loss_by_the_answer_of_the_last(double training, double test, double validation, string answers)
    {
        var monitor = new TrainingMonitor();
        var optimizer = new Sgd(1e-9);
        optimizer.Watch(monitor);
        double[] theta = [1];
        for (var i = 0; i < 200; i++)
        {
            monitor.RecordLoss(training);
            optimizer.Step(theta, [1.0]);
        }

        monitor.RecordEvaluation(validation: validation, test: test);
        var path = Diagnosis.Of(new TrainingCase(monitor) { SatisfactoryLoss = 0.1 }).Path;
        string.Join(", ", path.Select(step =>
            (step.Answer?.ToString() ?? "?") + " " + new[] { "testing", "holdout", "smaller", "training" }.First(step.Question.Contains)))
            .Should().Be(answers);
    }

    [Fact]
    public void The_JSON_holds_what_was_found()
    {
        var diagnosis = Diagnose(CausalGraph.Known, new StatedCause("rot", 3));
        using var json = JsonDocument.Parse(diagnosis.ToJson());

        json.RootElement.GetProperty("verdict").GetString().Should().Be("Fault");
        var finding = json.RootElement.GetProperty("findings")[0];
        finding.GetProperty("cause").GetString().Should().Be("rot");
        finding.GetProperty("confidence").GetDouble().Should().Be(diagnosis.Findings[0].Confidence);
        finding.GetProperty("evidence")[0].GetProperty("weight").GetDouble().Should().Be(3);
        finding.GetProperty("advice").GetString().Should().Be("Stop rot.");
    }

    [Fact]
    public void The_Markdown_holds_what_was_found_and_what_was_considered()
    {
        var diagnosis = Diagnose(CausalGraph.Known, new StatedCause("rot", 3), new StatedCause("mould", -2));
        var text = diagnosis.ToMarkdown();

        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].StartsWith('#'))
                lines[i - 1].Should().BeEmpty("a heading has an empty line before it: {0}", lines[i]);
        }

        var probability = (100 * diagnosis.Suspects[1].Confidence).ToString("F0", CultureInfo.InvariantCulture);
        text.Should().Contain("## It is rot").And.Contain("- for: seen rot (a test)");
        string.Join('\n', lines).Should()
            .Contain($"\n## Considered and not found\n\n| cause | probability |\n|---|---:|\n| it is mould | {probability} % |\n");
    }

    [Fact]
    public void Options_refuse_causes_or_a_graph_that_are_not_there()
    {
        var causes = () => new DiagnosisOptions { Causes = null! };
        var graph = () => new DiagnosisOptions { Graph = null! };

        causes.Should().Throw<ArgumentNullException>().WithParameterName(nameof(DiagnosisOptions.Causes));
        graph.Should().Throw<ArgumentNullException>().WithParameterName(nameof(DiagnosisOptions.Graph));
    }

    [Fact]
    public void Progress_is_told_of_every_cause_and_a_cancelled_diagnosis_ends()
    {
        var told = new List<int>();
        using var source = new CancellationTokenSource();
        var options = new DiagnosisOptions { Causes = [new StatedCause("a", 1), new StatedCause("b", 1)], CancellationToken = source.Token };

        Diagnosis.Of(new TrainingCase(new TrainingMonitor()), options with { Progress = new Told(progress => told.Add(progress.CausesDone)) });
        source.Cancel();
        var cancelled = () => Diagnosis.Of(new TrainingCase(new TrainingMonitor()), options);

        told.Where(count => count > 0).Should().Equal(1, 2);
        cancelled.Should().Throw<OperationCanceledException>();
    }

    private static Diagnosis Diagnose(CausalGraph graph, params Cause[] causes) =>
        Diagnosis.Of(new TrainingCase(new TrainingMonitor()), new DiagnosisOptions { Causes = causes, Graph = graph });

    private sealed class Told(Action<DiagnosisProgress> told) : IProgress<DiagnosisProgress>
    {
        public void Report(DiagnosisProgress value) => told(value);
    }

    [Fact]
    public void What_weighs_little_speaks_for_a_cause_all_the_same() =>
        Diagnose(CausalGraph.Known, new StatedCause("rot", 0.9)).ToMarkdown()
            .Should().Contain("- for: seen rot (a test)").And.NotContain("- against");

    /// <summary>Neither is probable; that which another cause explains says less.</summary>
    [Fact]
    public void Among_what_is_considered_a_likelier_consequence_stands_behind_what_nothing_explains()
    {
        var diagnosis = Diagnose(
            new CausalGraph([("root", "symptom")]), new StatedCause("root", 3), new StatedCause("symptom", -0.3), new StatedCause("other", -1));

        diagnosis.Suspects.Select(each => each.Cause.Id).Should().Equal("root", "other", "symptom");
    }

    [Fact]
    public void Where_nothing_was_paid_for_no_table_of_costs_is_written()
    {
        var run = HealthyRun.Results();
        Diagnosis.Of(new Examination(run)).ToMarkdown().Should().NotContain("## Cost");
    }

    [Fact]
    public void The_Markdown_tells_advice_from_what_makes_a_training_fail()
    {
        Diagnose(CausalGraph.Known, new StatedCause("tip", 5, CauseKind.Advice)).ToMarkdown().Should().Contain("Advice, probable");
        Diagnose(CausalGraph.Known, new StatedCause("rot", 5)).ToMarkdown().Should().NotContain("Advice, ").And.Contain("probable");
    }

    [Fact]
    public void Where_steps_were_seen_and_no_loss_the_losses_are_asked_for()
    {
        var monitor = new TrainingMonitor();
        var optimizer = new Sgd(0.1);
        optimizer.Watch(monitor);
        optimizer.Step((double[])[1], [1]);

        Diagnosis.Of(monitor).Path[0].Because.Should().StartWith("record losses");
        Diagnosis.Of(new TrainingMonitor()).Path[0].Because.Should().StartWith("no loss and no step was recorded");
    }
}
