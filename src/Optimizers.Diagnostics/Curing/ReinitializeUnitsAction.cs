using System.Globalization;

namespace Optimizers.Diagnostics;

/// <summary>
/// Draws new incoming weights for some hidden units, uniform in ±√(6/(inputs + outputs)) (Glorot and Bengio 2010, eq. 16). Outgoing
/// weights of a unit that worked become 0, so that the new weights do not disturb the output. Where they were all 0 they are drawn too: a
/// unit with neither learns nothing.
/// </summary>
internal sealed class ReinitializeUnitsAction(string incoming, string? bias, string? outgoing, IReadOnlyList<int> units, int seed) : RemedyAction
{
    public override string Description => string.Create(
        CultureInfo.InvariantCulture, $"draw the incoming weights of {units.Count} units of {incoming} anew");

    internal override TrialPlace TriedFrom => TrialPlace.Here;

    public override IOptimizer Apply(IOptimizer optimizer, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var place = ParameterValues.Find(parameters, incoming);
        var weights = Matrix(parameters, place, incoming);
        var highest = units.Max();
        if (highest >= weights.Rows)
        {
            throw new InapplicableRemedyException(string.Create(
                CultureInfo.InvariantCulture, $"{incoming} has {weights.Rows} rows, one a unit; unit {highest} is not among them."));
        }

        Parameter? offsets = bias is null ? null : Bias(parameters, weights.Rows);
        Parameter? onward = outgoing is null ? Next(parameters, place, weights.Rows) : Onward(parameters, outgoing, weights.Rows);
        var (random, onwardRandom) = (new Random(seed), new Random(~seed)); // What one draws does not depend on whether the other one does.
        foreach (var unit in units.Distinct().Order())
        {
            Draw(weights, random, Enumerable.Range(0, weights.Columns).Select(input => unit + (input * weights.Rows)));
            if (offsets is { } offset)
                ParameterValues.Set(offset, unit, 0);
            if (onward is { } output)
                Renew(output, unit, onwardRandom);
        }

        return optimizer;
    }

    private static void Renew(in Parameter output, int unit, Random random)
    {
        var first = unit * output.Rows;
        var rows = output.Rows;
        var worked = false;
        for (var i = first; i < first + rows; i++)
            worked |= ParameterValues.Get(output, i) != 0;
        if (!worked)
        {
            Draw(output, random, Enumerable.Range(first, rows));
            return;
        }

        for (var i = first; i < first + rows; i++)
            ParameterValues.Set(output, i, 0);
    }

    private static void Draw(in Parameter weights, Random random, IEnumerable<int> places)
    {
        var limit = Math.Sqrt(6.0 / (weights.Rows + weights.Columns));
        foreach (var place in places)
            ParameterValues.Set(weights, place, limit * ((2 * random.NextDouble()) - 1));
    }

    private static Parameter Matrix(IReadOnlyList<Parameter> parameters, int place, string name) =>
        !parameters[place].IsMatrix
            ? throw new InapplicableRemedyException($"{name} is {ParameterForm.Of(parameters[place]).Shape}; it must be a matrix.")
        : parameters[place].Frozen ? throw new InapplicableRemedyException($"{name} is frozen.")
        : parameters[place];

    /// <summary>The first matrix behind the layer that reads as many units; null if there is none.</summary>
    private static Parameter? Next(IReadOnlyList<Parameter> parameters, int place, int count)
    {
        for (var i = place + 1; i < parameters.Count; i++)
        {
            if (parameters[i].IsMatrix)
                return parameters[i].Columns == count && !parameters[i].Frozen ? parameters[i] : null;
        }

        return null;
    }

    private static Parameter Onward(IReadOnlyList<Parameter> parameters, string outgoing, int count)
    {
        var matrix = Matrix(parameters, ParameterValues.Find(parameters, outgoing), outgoing);
        return matrix.Columns == count
            ? matrix
            : throw new InapplicableRemedyException(string.Create(
                CultureInfo.InvariantCulture, $"{outgoing} has {matrix.Columns} columns; the {count} units need as many."));
    }

    private Parameter Bias(IReadOnlyList<Parameter> parameters, int count)
    {
        var found = parameters[ParameterValues.Find(parameters, bias!)];
        return found.Frozen ? throw new InapplicableRemedyException($"{bias} is frozen.")
            : found.Length == count ? found
            : throw new InapplicableRemedyException(string.Create(
                CultureInfo.InvariantCulture, $"{bias} is {ParameterForm.Of(found).Shape}; the {count} units of {incoming} need as many biases."));
    }
}
