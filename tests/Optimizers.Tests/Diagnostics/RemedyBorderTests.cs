using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics;

/// <summary>Remedies at the borders of what they apply to.</summary>
public class RemedyBorderTests
{
    [Fact]
    public void An_escape_that_the_rounding_of_a_parameter_spoils_is_refused_and_nothing_has_moved()
    {
        // −v² + v⁴/2 + 1000w² over the diagonals v and w through (0, 4096), where halves lie 4 apart.
        const double Middle = 4096;
        static (double V, double W) Diagonals(Vector<double> t) => ((t[0] + t[1] - Middle) / Math.Sqrt(2), (t[0] - t[1] + Middle) / Math.Sqrt(2));
        var objective = Objective.Create(
            t => Diagonals(t) is var (v, w) ? (-v * v) + (v * v * v * v / 2) + (1000 * w * w) : 0,
            t =>
            {
                var (v, w) = Diagonals(t);
                var (byV, byW) = ((-2 * v) + (2 * v * v * v), 2000 * w);
                return Vector<double>.Build.Dense([(byV + byW) / Math.Sqrt(2), (byV - byW) / Math.Sqrt(2)]);
            },
            options: new() { ParameterScale = [1] });
        double[] x = [0];
        Half[] y = [(Half)Middle];

        FluentActions.Invoking(() => Remedies.EscapeAlongNegativeCurvature(objective)
                .Apply(new Sgd(0.1), [(x, new double[1]), Parameter.OfHalf(y, new Half[1])]))
            .Should().Throw<InapplicableRemedyException>().WithMessage("*after the escape, not below*");

        (x[0], y[0]).Should().Be((0, (Half)Middle));
    }

    [Fact]
    public void A_warm_up_of_one_step_takes_it_at_the_whole_rate()
    {
        double[] theta = [1];
        var optimizer = new Sgd(0.25);

        Remedies.WarmUp(1).Apply(optimizer, []).Step(theta, [1.0]);

        theta.Should().Equal(0.75);
    }
}
