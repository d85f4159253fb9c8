using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Cases;

/// <summary>A caller's loss is a factor times the named one and a constant, to the precision of the model, or it is not.</summary>
public sealed class LossScaleTests
{
    // In parts of the losses' range: what one of the points may be off.
    [Theory]
    [InlineData(false, 0.5e-6, true)]
    [InlineData(false, 1.5e-6, false)]
    [InlineData(true, 0.5e-3, true)]
    [InlineData(true, 1.5e-3, false)]
    public void It_is_one_where_every_point_is_within_the_precision_of_the_model(bool isSingle, double off, bool isOne)
    {
        double[] x = [-1, 0, 2], y = [1, 0, 1];
        var data = new TrainingData(Matrix<double>.Build.Dense(1, 3, x), y);
        var w = Vector<double>.Build.Dense([0.5]);
        var model = Model.External(
            ParameterLayout.Empty.Add("w", w), () => w, value => w = value, (inputs, _) => w[0] * inputs, isSingle: isSingle);
        double Named(double theta) => Enumerable.Range(0, 3).Average(i => Math.Pow((theta * x[i]) - y[i], 2));

        // First every point as it is, to see which they are; then one in the middle is moved.
        var (seen, middle) = (new List<double>(), double.NaN);
        var exact = LossScale.Relation(model, data, Losses.SquaredError, theta => Own(theta, 0))!.Value;
        exact.Factor.Should().BeApproximately(3, 1e-9);
        exact.Constant.Should().BeApproximately(7, 1e-9);
        middle = seen.Order().ElementAt(1);
        var range = seen.Max() - seen.Min();

        var relation = LossScale.Relation(model, data, Losses.SquaredError, theta => Own(theta, off * range));

        relation.HasValue.Should().Be(isOne);

        double Own(double[] theta, double moved)
        {
            var own = (3 * Named(theta[0])) + 7;
            if (moved == 0)
                seen.Add(own);
            return own + (moved > 0 && own == middle ? moved : 0);
        }
    }
}
