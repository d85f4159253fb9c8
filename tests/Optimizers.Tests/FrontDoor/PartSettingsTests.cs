namespace Optimizers.Tests.FrontDoor;

/// <summary>A setting of a part, or of what it is a part of, takes effect or is refused.</summary>
public sealed class PartSettingsTests
{
    [Fact]
    public void The_rate_of_groups_multiplies_the_rates_of_their_rules()
    {
        double[] matrix = [1], vector = [1];
        var optimizer = new GroupedOptimizer((p => p.IsMatrix, new Sgd(0.5)), (_ => true, new Sgd(0.25)));
        optimizer.LearningRate.At(0).Should().Be(1);
        optimizer.LearningRate = Schedule.LinearDecay(2, from: 0.5, to: 0);
        optimizer.Step([Parameter.Matrix(matrix, (double[])[1], 1, 1), (vector, (double[])[1])]);
        matrix[0].Should().Be(0.75);
        vector[0].Should().Be(0.875);
    }

    [Fact]
    public void A_decay_that_is_set_on_groups_is_set_on_all_their_rules()
    {
        var (one, other) = (new Sgd(1), new AdamW(1));
        var optimizer = new GroupedOptimizer((p => p.IsMatrix, one), (_ => true, other)) { WeightDecay = 0.5, L2Penalty = 0.25 };
        new[] { one.WeightDecay, other.WeightDecay, optimizer.WeightDecay }.Should().AllSatisfy(each => each.At(0).Should().Be(0.5));
        new[] { one.L2Penalty, other.L2Penalty, optimizer.L2Penalty }.Should().AllSatisfy(each => each.At(0).Should().Be(0.25));
        one.WeightDecay = 0;
        other.WeightDecay.At(0).Should().Be(0.5);
    }

    [Fact]
    public void A_rate_that_is_set_on_a_part_of_a_chain_is_refused_for_the_chains_counts()
    {
        var sgd = new Sgd(1);
        var chain = sgd.Then(new Trace());
        sgd.Invoking(o => o.LearningRate = 0.1).Should().Throw<InvalidOperationException>().WithMessage("*chain*LearningRate*");
        sgd.Invoking(o => o.WeightDecay = 0.1).Should().Throw<InvalidOperationException>();
        sgd.Invoking(o => o.L2Penalty = 0.1).Should().Throw<InvalidOperationException>();
        var landed = new Sgd(1);
        _ = landed.NonNegative();
        landed.Invoking(o => o.LearningRate = 0.1).Should().Throw<InvalidOperationException>();
        chain.LearningRate = 0.1;
        double[] theta = [1];
        chain.Step(theta, [1]);
        theta[0].Should().Be(0.9);
    }

    /// <summary>Trace with a decay of 0 hands on what it is given.</summary>
    [Fact]
    public void A_rule_with_rounds_takes_its_own_steps_behind_a_link_that_changes_nothing()
    {
        foreach (var rule in (Func<IOptimizer[]>[])
            [
                () => [new Sm3(0.1), new Sm3(0.1).Before(new Trace(0))],
                () => [new Adafactor(0.1), new Adafactor(0.1).Before(new Trace(0))],
                () => [new Muon(0.1), new Muon(0.1).Before(new Trace(0))],
            ])
        {
            double[][] theta = [[1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]];
            var optimizers = rule();
            for (var step = 0; step < 4; step++)
            {
                double[] gradient = [.. Enumerable.Range(0, 6).Select(k => Math.Sin((7 * k) + step))];
                for (var i = 0; i < 2; i++)
                    optimizers[i].Step([Parameter.Matrix(theta[i], gradient, 2, 3)]);
            }

            theta[1].Should().Equal(theta[0]).And.NotEqual([1, 2, 3, 4, 5, 6]);
        }
    }

    /// <summary>Rows that are centered already stay what they are, but for the round that finds it.</summary>
    [Fact]
    public void A_rule_with_rounds_takes_its_own_steps_behind_a_link_with_a_round()
    {
        foreach (var rule in (Func<IOptimizer[]>[])
            [
                () => [new Sm3(0.1), new Sm3(0.1).Before(new GradientCentralization())],
                () => [new Adafactor(0.1), new Adafactor(0.1).Before(new GradientCentralization())],
                () => [new Muon(0.1), new Muon(0.1).Before(new GradientCentralization())],
            ])
        {
            double[][] theta = [[1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]];
            var optimizers = rule();
            for (var step = 0; step < 4; step++)
            {
                double[] gradient = [1 + step, 2, -3, 1, 2 - step, -3]; // Column after column: each row sums to 0.
                for (var i = 0; i < 2; i++)
                    optimizers[i].Step([Parameter.Matrix(theta[i], gradient, 2, 3)]);
            }

            theta[1].Should().Equal(theta[0]).And.NotEqual([1, 2, 3, 4, 5, 6]);
        }
    }

    /// <summary>The link measures the step that the rule's own rounds have made.</summary>
    [Fact]
    public void A_rule_with_rounds_keeps_its_direction_before_a_link_that_measures_its_step()
    {
        foreach (var rule in (Func<IOptimizer[]>[])
            [
                () => [new Sm3(0.1), new Sm3(0.1).Then(new TrustRatio())],
                () => [new Adafactor(0.1), new Adafactor(0.1).Then(new TrustRatio())],
                () => [new Muon(0.1), new Muon(0.1).Then(new TrustRatio())],
            ])
        {
            double[] theta = [1, 2, 3, 4, 5, 6];
            var optimizers = rule();
            for (var step = 0; step < 4; step++)
            {
                double[] before = [.. theta], own = [.. theta], gradient = [.. Enumerable.Range(0, 6).Select(k => Math.Sin((7 * k) + step))];
                optimizers[0].Step([Parameter.Matrix(own, gradient, 2, 3)]);
                optimizers[1].Step([Parameter.Matrix(theta, gradient, 2, 3)]);

                var (ownLength, length) = (Distance(own, before), Distance(theta, before));
                length.Should().BeApproximately(0.1 * Distance(before, new double[6]), 1e-12);
                for (var k = 0; k < 6; k++)
                    (theta[k] - before[k]).Should().BeApproximately((own[k] - before[k]) * length / ownLength, 1e-12);
            }
        }

        static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
    }
}
