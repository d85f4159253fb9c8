using Optimizers.Curvature;

namespace Optimizers.FaultBench.World;

/// <summary>The loss of a recipe over a sample as a user hands it over, with the gradient that the loop uses.</summary>
/// <param name="recipe">The recipe.</param>
/// <param name="table">Its parameters.</param>
/// <param name="sample">What the loss is the mean over.</param>
internal sealed class RecipeObjective(Recipe recipe, ParameterTable table, Sample sample)
    : Objective(new ObjectiveOptions { Layout = table.ToLayout() })
{
    private readonly Random? _masks = recipe.ObjectiveIsStochastic ? new Random(recipe.Seed + 5) : null;

    public override bool HasGradient => true;

    protected override double EvaluateLoss(ReadOnlySpan<double> theta)
    {
        var pass = recipe.NewPass(table, theta.ToArray(), sample, wantsSlopes: false, _masks);
        return pass.Tape.Mean(recipe.ExampleLosses(pass)).Values[0];
    }

    protected override void EvaluateGradient(ReadOnlySpan<double> theta, Span<double> gradient) =>
        recipe.Gradient(table, theta.ToArray(), sample, _masks).CopyTo(gradient);
}
