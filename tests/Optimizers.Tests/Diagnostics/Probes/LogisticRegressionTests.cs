using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

/// <summary>The classifier that asks whether two samples differ.</summary>
public sealed class LogisticRegressionTests
{
    [Fact]
    public void Its_weights_are_where_the_gradient_of_the_penalized_cross_entropy_is_zero()
    {
        double[] first = [-2, -1, 0, 0.5, 3], second = [-0.5, 1, 2, 2.5];
        var classifier = LogisticRegression.Fit(Array.ConvertAll(first, x => new[] { x }), Array.ConvertAll(second, x => new[] { x }));

        // The score is w·(x − mean)/deviation + c, of which two scores tell w and c.
        double[] both = [.. first, .. second];
        var mean = both.Average();
        var (c, w) = (classifier.Score([mean]), 0.0);
        var deviation = Math.Sqrt(both.Average(x => (x - mean) * (x - mean)));
        w = classifier.Score([mean + deviation]) - c;
        var slopes = (W: 0.01 * w, C: 0.01 * c);
        foreach (var (x, y) in first.Select(x => (x, 0)).Concat(second.Select(x => (x, 1))))
        {
            var z = (x - mean) / deviation;
            var error = ((1 / (1 + Math.Exp(-(w * z) - c))) - y) / both.Length;
            slopes = (slopes.W + (error * z), slopes.C + error);
        }

        slopes.W.Should().BeApproximately(0, 1e-6);
        slopes.C.Should().BeApproximately(0, 1e-6);
        w.Should().BeGreaterThan(0.3);
    }
}
