namespace Optimizers.Tests.Rules;

/// <summary>Optimizers follow the plain transcription of their paper, on several parameters at once.</summary>
public sealed class PaperTrajectoryTests
{
    public static TheoryData<string> WithAlgorithm { get; } = OptimizerFacts.Of(fact => fact.Algorithm is not null);

    public static TheoryData<string> WithAscent { get; } = OptimizerFacts.Of(fact => fact.Ascent is not null);

    [Theory]
    [MemberData(nameof(WithAlgorithm))]
    public void A_trajectory_follows_the_paper(string name)
    {
        const double Rate = 0.02;
        var fact = OptimizerFacts.Of(name);
        var (optimizer, paper, shapes) = (fact.Create(Rate), fact.Algorithm!(Rate), fact.PaperShapes.ToArray());
        var (theta, gradients, expected) = (Start(shapes), Start(shapes), Start(shapes));
        var parameters = Parameters(theta, gradients, shapes);
        for (var step = 0; step < 60; step++)
        {
            for (var i = 0; i < shapes.Length; i++)
                Trajectory.Gradient(theta[i].Length, step, seed: i).CopyTo(gradients[i], 0);
            optimizer.Step(parameters);
            paper.Step(expected, shapes, gradients);
            Near(theta, expected, fact.PaperTolerance, step);
        }
    }

    [Theory]
    [MemberData(nameof(WithAscent))]
    public void A_trajectory_that_asks_for_the_gradient_again_follows_the_paper(string name)
    {
        const double Rate = 0.02;
        var fact = OptimizerFacts.Of(name);
        var (optimizer, paper, shapes) = ((Sam)fact.Create(Rate), fact.Ascent!(Rate), fact.PaperShapes.ToArray());
        var (theta, gradients, expected) = (Start(shapes), Start(shapes), Start(shapes));
        var parameters = Parameters(theta, gradients, shapes);
        for (var step = 0; step < 60; step++)
        {
            Fill(gradients, GradientAt(theta));
            using (optimizer.Ascend(parameters))
                Fill(gradients, GradientAt(theta));
            optimizer.Step(parameters);
            paper.Step(expected, shapes, GradientAt);
            Near(theta, expected, fact.PaperTolerance, step);
        }

        static double[][] GradientAt(double[][] at) => [.. at.Select(x => x.Select(v => Math.Sin(v) + (0.3 * v)).ToArray())];

        static void Fill(double[][] into, double[][] from)
        {
            for (var i = 0; i < into.Length; i++)
                from[i].CopyTo(into[i], 0);
        }
    }

    private static double[][] Start((int Rows, int Columns)[] shapes) =>
        [.. shapes.Select(shape => Trajectory.Start(shape.Rows * shape.Columns))];

    private static Parameter[] Parameters(double[][] theta, double[][] gradients, (int Rows, int Columns)[] shapes) =>
    [
        .. shapes.Select((shape, i) => shape.Columns == 1
            ? (theta[i], gradients[i])
            : Parameter.Matrix(theta[i], gradients[i], shape.Rows, shape.Columns)),
    ];

    private static void Near(double[][] theta, double[][] expected, double tolerance, int step)
    {
        for (var i = 0; i < theta.Length; i++)
        {
            for (var j = 0; j < theta[i].Length; j++)
            {
                theta[i][j].Should().BeApproximately(
                    expected[i][j], tolerance * Math.Max(1, Math.Abs(expected[i][j])), "of element {0} of parameter {1} in step {2}", j, i, step);
            }
        }
    }
}
