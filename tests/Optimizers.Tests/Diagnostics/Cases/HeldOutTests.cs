using MathNet.Numerics.LinearAlgebra;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Cases;

/// <summary>What is known of the held-out examples, with a model, a θ, or without.</summary>
public sealed class HeldOutTests
{
    private static readonly TrainingData Data = new(Matrix<double>.Build.Dense(1, 3, [-1, 0, 2]), [1, 0, 1]);

    [Fact]
    public void Without_a_model_or_without_a_point_there_are_labels_and_no_losses()
    {
        foreach (var (model, theta) in ((Model?, double[]?)[])[(null, [1, 2]), (Linear(), null)])
        {
            var (labels, losses) = Case(model).HeldOut(theta)!.Value;
            labels.Should().Equal(1, 0, 1);
            losses.Should().BeNull();
        }

        new ModelCase { Data = Data, Loss = Losses.CrossEntropyFromLogits }.HeldOut([1, 2]).Should().BeNull();
    }

    [Fact]
    public void The_losses_are_those_of_the_examples_at_the_point()
    {
        var (labels, losses) = Case(Linear()).HeldOut([1, 2])!.Value;

        labels.Should().Equal(1, 0, 1);
        // Logits x and 2x: −log softmax of the label's.
        double[] expected = [Math.Log(1 + Math.Exp(1)), Math.Log(2), Math.Log(1 + Math.Exp(-2))];
        for (var i = 0; i < 3; i++)
            losses![i].Should().BeApproximately(expected[i], 1e-14);
    }

    private static ModelCase Case(Model? model) =>
        new() { Data = Data, ValidationData = Data, Loss = Losses.CrossEntropyFromLogits, Model = model };

    private static Model Linear()
    {
        var w = Matrix<double>.Build.Dense(2, 1, [0.5, -0.5]);
        return Model.InPlace([("w", w)], (x, _) => w * x);
    }
}
