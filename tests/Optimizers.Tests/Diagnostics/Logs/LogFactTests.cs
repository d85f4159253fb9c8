using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Logs;

/// <summary>What a log alone shows: as a fact, or as a sign.</summary>
public class LogFactTests
{
    [Fact]
    public void A_rate_of_zero_is_a_fact()
    {
        var diagnosis = Of("step,loss,lr", 200, i => $"{i},{Noisy(2.3, i)},0");

        diagnosis.Findings[0].Should().Match<Finding>(first => first.Cause.Id == "nothing-moves" && first.Grounds == Grounds.Fact);
        diagnosis.Verdict.Should().Be(Verdict.Fault);
        diagnosis.ToString().Should().Contain("the learning rate is 0 in all 200 iterations");
    }

    [Fact]
    public void A_warm_up_from_zero_is_no_fault() =>
        Of("step,loss,lr", 200, i => FormattableString.Invariant($"{i},{2.3 * Math.Exp(-0.02 * i)},{0.001 * Math.Min(i, 20)}"))
            .Findings.Should().NotContain(finding => finding.Grounds == Grounds.Fact);

    [Fact]
    public void A_rate_that_ends_at_zero_long_before_the_log_does_is_a_fact_that_accuses_nobody()
    {
        var diagnosis = Of("epoch,loss,lr", 40, i =>
            FormattableString.Invariant($"{i},{1 + Math.Exp(-0.1 * Math.Min(i, 20)) + (0.001 * (i % 3))},{0.1 * Math.Max(0, 1 - (i / 20.0))}"));

        diagnosis.Findings[0].Should().Match<Finding>(first => first.Cause.Id == "decayed-too-early" && first.Grounds == Grounds.Fact);
        diagnosis.Verdict.Should().Be(Verdict.Improvable);
        diagnosis.ToString().Should().Contain("from epoch 20 on, in 50 % of the log");
    }

    [Fact]
    public void A_schedule_that_ends_with_the_log_is_no_fault() =>
        Of("step,loss,lr", 200, i => FormattableString.Invariant($"{i},{Math.Exp(-0.02 * i)},{0.1 * (1 - (i / 199.0))}"))
            .Findings.Should().NotContain(finding => finding.Cause.Id == "decayed-too-early");

    [Fact]
    public void A_loss_that_never_changes_in_any_digit_is_a_fact()
    {
        var diagnosis = Of("epoch,loss", 25, i => $"{i},0.6931471824645996");

        diagnosis.Findings[0].Should().Match<Finding>(first => first.Cause.Id == "nothing-moves" && first.Grounds == Grounds.Fact);
        diagnosis.ToString().Should().Contain("the loss is 0.6931471824645996 in all 25 epochs");
    }

    [Fact]
    public void A_loss_that_was_rounded_until_it_stood_still_is_no_fact() =>
        Of("epoch,loss", 25, i => $"{i},0.69").Findings.Should().NotContain(finding => finding.Grounds == Grounds.Fact);

    [Fact]
    public void A_norm_that_stands_at_the_clip_is_told_and_accuses_nobody()
    {
        var diagnosis = Of("step,loss,grad_norm", 300, i => FormattableString.Invariant(
            $"{i},{2 + (0.3 * Math.Exp(-0.01 * i)) + (0.05 * Math.Sin(i * i))},{(i % 40 == 7 ? 0.7 : 0.9999999)}"));

        var clipping = diagnosis.Suspects.Should().ContainSingle(suspect => suspect.Cause.Id == "clipping-too-tight").Which;
        clipping.Assessment.Evidence[0].Statement.Should().Contain("stands at 1, and never above");
        diagnosis.Verdict.Should().Be(Verdict.Improvable);
    }

    [Fact]
    public void Norms_that_vary_are_not_clipped() =>
        Of("step,loss,grad_norm", 300, i => FormattableString.Invariant($"{i},{2 * Math.Exp(-0.01 * i)},{1 + (0.5 * Math.Sin(i))}"))
            .Suspects.Should().NotContain(suspect => suspect.Cause.Id == "clipping-too-tight" && suspect.Confidence > 0.1);

    [Theory]
    [InlineData(0, "the epochs begin anew")]
    [InlineData(20, "goes back from epoch")]
    public void A_restart_that_has_lost_what_was_learned_is_a_fact_with_its_place(int from, string remark)
    {
        // The second run begins where the first one did: its weights were not loaded.
        var rows = Enumerable.Range(0, 30).Select(i => FormattableString.Invariant($"{i},{2.3 * Math.Exp(-0.1 * i):R}"))
            .Concat(Enumerable.Range(from, 30).Select(i => FormattableString.Invariant($"{i},{2.3 * Math.Exp(-0.1 * (i - from)):R}")));
        var log = Logs.Read(Logs.Lines("epoch,loss", rows));
        var diagnosis = Diagnosis.Of(log.ToMonitor());

        log.Remarks.Should().ContainSingle().Which.Should().Contain(remark);
        diagnosis.Findings[0].Should().Match<Finding>(first => first.Cause.Id == "restart-jump" && first.Grounds == Grounds.Fact);
        diagnosis.ToString().Should().Contain($"at the restart in epoch {(from == 0 ? 30 : 20)}");
    }

    [Fact]
    public void A_restart_that_goes_on_is_no_finding()
    {
        var rows = Enumerable.Range(0, 30).Concat(Enumerable.Range(20, 40))
            .Select(i => FormattableString.Invariant($"{i},{2.3 * Math.Exp(-0.1 * i) + (0.02 * Math.Sin(5 * i)):R}"));

        Diagnosis.Of(Logs.Read(Logs.Lines("epoch,loss", rows)).ToMonitor()).Suspects.Should()
            .NotContain(suspect => suspect.Cause.Id == "restart-jump");
    }

    [Fact]
    public void A_restart_of_TensorBoard_that_has_lost_what_was_learned_is_found()
    {
        var log = EventFile.Read(EventFile.Of(
        [
            .. Enumerable.Range(0, 40).Select(i => EventFile.Scalar("loss", i, (float)(2.3 * Math.Exp(-0.1 * i)))), EventFile.Start(40),
            .. Enumerable.Range(40, 40).Select(i => EventFile.Scalar("loss", i, (float)(2.3 * Math.Exp(-0.1 * (i - 40))))),
        ]));

        Diagnosis.Of(log.ToMonitor()).Findings[0].Cause.Id.Should().Be("restart-jump");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public void A_loss_that_stands_at_that_of_k_classes_is_probably_chance(int k)
    {
        var diagnosis = Of("epoch,loss", 60, i =>
            FormattableString.Invariant($"{i},{Math.Log(k) + (0.05 * Math.Exp(-i)) + (0.0005 * Math.Sin(7 * i))}"));

        diagnosis.Findings[0].Should().Match<Finding>(first => first.Cause.Id == "chance-level" && first.Grounds == Grounds.Probable);
        diagnosis.ToString().Should().Contain($"which is ln {k}");
    }

    [Fact]
    public void A_loss_that_came_down_to_that_of_two_classes_is_not_called_chance() =>
        Of("epoch,loss", 60, i => FormattableString.Invariant($"{i},{0.6931 + (1.6 * Math.Exp(-0.3 * i)) + (0.0005 * Math.Sin(7 * i))}"))
            .Findings.Should().NotContain(finding => finding.Cause.Id == "chance-level");

    /// <summary>The more classes, the denser the losses that may be chance by accident.</summary>
    [Theory]
    [InlineData(2, 0.003, true)]
    [InlineData(2, 0.008, false)]
    [InlineData(100, 0.0005, true)]
    [InlineData(100, 0.0015, false)]
    public void A_loss_is_that_of_k_classes_only_as_near_as_no_other_number_of_them_explains(int k, double off, bool isTold)
    {
        var diagnosis = Of("epoch,loss", 60, i =>
            FormattableString.Invariant($"{i},{Math.Log(k) + off + (0.05 * Math.Exp(-i)) + (0.00005 * Math.Sin(7 * i)):R}"));

        diagnosis.Suspects.SelectMany(suspect => suspect.Assessment.Evidence)
            .Any(evidence => evidence.Statement.Contains($"which is ln {k}:", StringComparison.Ordinal)).Should().Be(isTold);
    }

    [Fact]
    public void A_plateau_is_not_explained_but_what_remains_is_listed_with_the_cheapest_measurement()
    {
        var diagnosis = Of("step,loss", 200, i => FormattableString.Invariant($"{i},{1.9 + (0.01 * (i % 7))}"));

        diagnosis.Verdict.Should().Be(Verdict.NotEnoughEvidence);
        diagnosis.NextMeasurement.Should().Contain("a log cannot tell why").And.Contain("train on eight examples alone");
    }

    [Fact]
    public void A_divergence_is_told_with_its_beginning() =>
        Of("step,loss", 60, i => FormattableString.Invariant($"{i},{(i < 20 ? 2.3 - (0.02 * i) : 2.3 * Math.Exp(0.2 * (i - 20)))}"))
            .Findings[0].Should().Match<Finding>(first => first.Cause.Id == "step-too-large"
                && first.Assessment.Evidence.Any(each => each.Statement.Contains("from iteration 21 on", StringComparison.Ordinal))
                && !first.Remedy!.Advice.Contains("NaN", StringComparison.Ordinal));

    [Fact]
    public void A_log_that_came_down_to_little_is_healthy() =>
        Of("epoch,loss,val_loss", 60, i => FormattableString.Invariant(
            $"{i},{0.05 + (2.2 * Math.Exp(-0.3 * i)) + (0.001 * Math.Sin(i))},{0.06 + (2.2 * Math.Exp(-0.3 * i)) + (0.001 * Math.Cos(i))}"))
            .Verdict.Should().Be(Verdict.Healthy);

    private static string Noisy(double loss, int i) => FormattableString.Invariant($"{loss + (0.1 * Math.Sin(i * i))}");

    private static Diagnosis Of(string header, int count, Func<int, string> row) =>
        Diagnosis.Of(Logs.Read(Logs.Lines(header, Enumerable.Range(0, count).Select(row))).ToMonitor());
}
