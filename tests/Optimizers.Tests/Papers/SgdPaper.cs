namespace Optimizers.Tests.Papers;

/// <summary>θ ← θ − αg: the plainest inner optimizer.</summary>
internal sealed class SgdPaper(double rate) : IPaper
{
    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        for (var p = 0; p < parameters.Length; p++)
        {
            for (var j = 0; j < parameters[p].Length; j++)
                parameters[p][j] -= rate * gradients[p][j];
        }
    }
}
