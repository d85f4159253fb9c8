using MathNet.Numerics.LinearAlgebra;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Cases;

public sealed class BestConstantTests
{
    /// <summary>−Σ p·log p of shares ¾, ¼ and 0.</summary>
    [Fact]
    public void A_class_that_does_not_occur_adds_nothing_to_the_loss_of_chance()
    {
        var targets = Matrix<double>.Build.DenseOfColumnArrays([1, 0, 0], [0, 1, 0], [1, 0, 0], [1, 0, 0]);
        foreach (var loss in new[] { Losses.CrossEntropyFromLogits, Losses.CrossEntropyFromProbabilities })
            loss.BestConstant(targets).Should().BeApproximately(-(0.75 * Math.Log(0.75)) - (0.25 * Math.Log(0.25)), 1e-14);
    }

    [Fact]
    public void Right_answers_have_no_hinge_loss()
    {
        var loss = Losses.Hinge;
        var x = Matrix<double>.Build.Dense(1, 3);
        foreach (var (answers, rows) in new[] { (new TrainingData(x, [0, 2, 1]), 3), (new TrainingData(x, [1.0, -1, -1]), 1) })
        {
            foreach (var target in loss.Encoded(answers.Answers, rows).OfType<double[]>())
            {
                var output = new double[target.Length];
                loss.Right(target, 30, output);
                loss.Of(output, target).Should().Be(0);
                loss.Of(new double[target.Length], target).Should().BeGreaterThan(0);
            }
        }
    }
}
