using MathNet.Numerics.LinearAlgebra;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public sealed class LearnabilityReportTests
{
    [Fact]
    public void Labels_that_belong_to_their_inputs_are_learned_and_shuffled_ones_are_not()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (x, labels) = Rings(seed);
            var shuffled = labels.ToArray();
            new Random(seed).Shuffle(shuffled);

            LearnabilityReport.Of(x, labels, null, seed)!.IsLearned.Should().BeTrue();
            LearnabilityReport.Of(x, shuffled, null, seed)!.IsLearned.Should().BeFalse();
        }
    }

    [Fact]
    public void The_share_explained_of_noisy_targets_is_that_of_the_signal()
    {
        var random = new Random(1);
        var x = Matrix<double>.Build.Dense(3, 600, (_, _) => (2 * random.NextDouble()) - 1);
        // A variance of 1/3 and noise of the same.
        var y = Enumerable.Range(0, 600).Select(i => x[1, i] + (2 * random.NextDouble()) - 1).ToArray();

        LearnabilityReport.Of(x, null, y, seed: 1)!.Share.Should().BeInRange(0.35, 0.55);
    }

    [Fact]
    public void Too_few_examples_inputs_of_another_number_and_answers_that_are_all_the_same_give_no_report()
    {
        var x = Matrix<double>.Build.Dense(2, 60, (i, j) => i + j);

        LearnabilityReport.Of(x, [.. Enumerable.Repeat(1, 60)], null, 1).Should().BeNull();
        LearnabilityReport.Of(x, [.. Enumerable.Range(0, 50)], null, 1).Should().BeNull();
        LearnabilityReport.Of(x.SubMatrix(0, 2, 0, 30), [.. Enumerable.Range(0, 30)], null, 1).Should().BeNull();
    }

    // A disc in a ring: no linear model learns it.
    private static (Matrix<double> X, int[] Labels) Rings(int seed)
    {
        var random = new Random(seed);
        var labels = Enumerable.Range(0, 200).Select(i => i % 2).ToArray();
        var angles = labels.Select(_ => 2 * Math.PI * random.NextDouble()).ToArray();
        var radii = labels.Select(label => label + (0.6 * random.NextDouble())).ToArray();
        return (Matrix<double>.Build.Dense(2, 200, (i, n) => radii[n] * (i == 0 ? Math.Cos(angles[n]) : Math.Sin(angles[n]))), labels);
    }
}
