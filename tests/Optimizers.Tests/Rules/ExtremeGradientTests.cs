namespace Optimizers.Tests.Rules;

/// <summary>Gradients at the ends of what an element type can hold never make NaN: a step is taken, or refused.</summary>
public sealed class ExtremeGradientTests
{
    private static readonly double[] Extremes = [0, -0.0, 1e-45, -1e-40, 1e-38, 1e-30, -1e-30, 1e30, -1e30, 1e-310, 5e-324];

    public static TheoryData<string> Names => OptimizerFacts.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void No_extreme_gradient_makes_a_number_that_is_not_finite(string name)
    {
        var fact = OptimizerFacts.Of(name);
        foreach (var extreme in Extremes)
        {
            var (optimizer, parameters) = (fact.Create(1e-3), ParameterSet.Small(fact));
            for (var step = 0; step < 9; step++)
            {
                for (var i = 0; i < parameters.Parameters.Length; i++)
                    parameters.SetGradient(i, Gradient(parameters[i].Length, step, extreme));
                try
                {
                    optimizer.Step(parameters.Parameters);
                }
                catch (NonFiniteGradientException)
                {
                    // A refusal is an answer.
                }
            }

            parameters.All().Where(x => !double.IsFinite(x)).Should().BeEmpty("of the gradient {0}", extreme);
            StateBits.Values(optimizer.Snapshot()).SelectMany(Numbers)
                .Where(x => !double.IsFinite(x)).Should().BeEmpty("of the gradient {0}", extreme);
        }

        static IEnumerable<double> Numbers(StateValue value) =>
            ParameterSet.Widen(value.Kind == ElementKind.Double ? value.Doubles.ToArray() : value.Singles.ToArray());
    }

    /// <summary>All of it, then some of it among ordinary numbers, then ordinary numbers.</summary>
    private static double[] Gradient(int length, int step, double extreme)
    {
        var gradient = Trajectory.Gradient(length, step);
        for (var j = 0; j < length; j++)
        {
            if (step < 3 || (step < 6 && j % 3 == 0))
                gradient[j] = extreme;
        }

        return gradient;
    }
}
