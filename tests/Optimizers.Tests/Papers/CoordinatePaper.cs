using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Papers;

/// <summary>A formula of one coordinate, over all coordinates of all parameters.</summary>
internal sealed class CoordinatePaper(double rate, Func<Paper.Step> formula) : IPaper
{
    private Paper.Step[][]? _formulas;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _formulas ??= [.. parameters.Select(theta => theta.Select(_ => formula()).ToArray())];
        for (var p = 0; p < parameters.Length; p++)
        {
            for (var j = 0; j < parameters[p].Length; j++)
                parameters[p][j] = _formulas[p][j](parameters[p][j], gradients[p][j], rate);
        }
    }
}
