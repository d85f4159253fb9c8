using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Cases;

public sealed class BinaryLossTests
{
    /// <summary>−y log p − (1 − y) log(1 − p) at p = 1/(1 + e⁻ᶻ); far out −log p is z or 0.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(1)]
    public void The_loss_of_a_logit_is_that_of_its_probability_and_does_not_overflow(double y)
    {
        var (ofLogits, ofProbabilities) = (new BinaryLoss(OutputForm.Numbers), new BinaryLoss(OutputForm.Probabilities));
        for (var z = -20.0; z <= 20; z += 0.5)
        {
            var p = 1 / (1 + Math.Exp(-z));
            var expected = -(y * Math.Log(p)) - ((1 - y) * Math.Log(1 / (1 + Math.Exp(z))));
            ofLogits.Of([z], [y]).Should().BeApproximately(expected, 1e-12 * (1 + expected));
            if (z <= 0)
                ofProbabilities.Of([p], [y]).Should().BeApproximately(expected, 1e-12 * (1 + expected));
        }

        ofLogits.Of([1000, -1000], [y, y]).Should().BeApproximately(500, 1e-9, "the mean of (1 − y)·1000 and y·1000");
    }

    [Fact]
    public void The_wrong_answer_is_the_opposite_of_each_output()
    {
        var other = new double[3];
        new BinaryLoss(OutputForm.Numbers).Wrong([0, 0.25, 1], other);
        other.Should().Equal(1, 0.75, 0);
    }

    [Theory]
    [InlineData(1, "01")]
    [InlineData(3, "012")]
    public void A_class_is_accepted_that_the_outputs_have(int outputs, string labels)
    {
        var loss = new BinaryLoss(OutputForm.Numbers);
        string.Concat(Enumerable.Range(-1, 6).Where(label => loss.Accepts(label, outputs))).Should().Be(labels);
    }
}
