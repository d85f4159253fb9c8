namespace Optimizers.Tests.Rules;

/// <summary>Every optimizer gets to the bottom of a bowl, in both element types; one that maximizes to the top of a hill.</summary>
public sealed class DescentTests
{
    private const int Steps = 1500;

    public static TheoryData<string> Names => OptimizerFacts.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_random_quadratic_is_brought_to_its_extremum(string name)
    {
        var fact = OptimizerFacts.Of(name);
        var optimizer = fact.Create(Schedule.CosineDecay(Steps, from: fact.BowlRate));
        var sign = OptimizerFact.RulesOf(optimizer)[0].Maximize ? -1 : 1;
        var parameters = ParameterSet.Small(fact);
        var random = new Random(8);
        var count = parameters.Parameters.Length;
        var extremum = Enumerable.Range(0, count).Select(i => Trajectory.Start(parameters[i].Length, seed: 20 + i)).ToArray();
        if (fact.KeepsRowSums)
            KeepRowSums();
        var curvature = extremum.Select(each => each.Select(_ => 0.5 + (2 * random.NextDouble())).ToArray()).ToArray();
        var start = Distance();
        for (var step = 0; step < Steps; step++)
        {
            Gradients();
            if (optimizer is Sam sam)
            {
                using (sam.Ascend(parameters.Parameters))
                    Gradients();
            }

            optimizer.Step(parameters.Parameters);
        }

        Distance().Should().BeLessThan((fact.Decays ? 0.1 : 0.01) * start);

        double Distance() => Enumerable.Range(0, count).Sum(i =>
            ParameterSet.Widen(parameters[i]).Select((x, j) => curvature[i][j] * (x - extremum[i][j]) * (x - extremum[i][j])).Sum());

        void Gradients()
        {
            for (var i = 0; i < count; i++)
                parameters.SetGradient(i, [.. ParameterSet.Widen(parameters[i]).Select((x, j) => sign * curvature[i][j] * (x - extremum[i][j]))]);
        }

        // The extremum is put where it can be reached: each of its rows has the sum of the start's.
        void KeepRowSums()
        {
            for (var i = 0; i < count; i++)
            {
                var (rows, columns, theta) = (parameters.Parameters[i].Rows, parameters.Parameters[i].Columns, ParameterSet.Widen(parameters[i]));
                for (var row = 0; row < rows && columns > 1; row++)
                {
                    var places = Enumerable.Range(0, columns).Select(column => row + (column * rows)).ToArray();
                    var share = places.Sum(j => theta[j] - extremum[i][j]) / columns;
                    foreach (var j in places)
                        extremum[i][j] += share;
                }
            }
        }
    }
}
