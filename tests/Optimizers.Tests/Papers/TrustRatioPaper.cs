namespace Optimizers.Tests.Papers;

/// <summary>
/// You, Gitman and Ginsburg 2017: each parameter's step is made as long as the share α of the parameter; where one of the two is 0 it stays.
/// </summary>
internal sealed class TrustRatioPaper(IPaper inner, double rate) : IPaper
{
    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        var before = Copies.Of(parameters);
        inner.Step(parameters, shapes, gradients);
        for (var p = 0; p < parameters.Length; p++)
        {
            var update = before[p].Zip(parameters[p], (old, next) => old - next).ToArray();
            var (size, length) = (Norm.Two(before[p]), Norm.Two(update));
            var ratio = size == 0 || length == 0 ? 1 : rate * size / length;
            for (var j = 0; j < update.Length; j++)
                parameters[p][j] = before[p][j] - (ratio * update[j]);
        }
    }
}
