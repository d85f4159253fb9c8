using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics;

/// <summary>To the diagnosis a matrix whose rows lie side by side is the matrix that it is: θ has it column by column.</summary>
public sealed class ByRowsTests
{
    private const int Rows = 4, Columns = 3;

    [Fact]
    public void The_vectors_of_the_last_step_have_the_order_of_theta()
    {
        var (byColumns, byRows) = (new TrainingMonitor(), new TrainingMonitor());
        Step(byColumns, isByRows: false);
        Step(byRows, isByRows: true);
        var (expected, last) = (byColumns.LastStep()!, byRows.LastStep()!);
        last.Before.Should().Equal(expected.Before).And.OnlyHaveUniqueItems();
        last.Gradient.Should().Equal(expected.Gradient);
        last.Update.Should().Equal(expected.Update);
        byRows.Parameters.Single().Rows.Should().Be(Rows);
    }

    [Fact]
    public void A_remedy_draws_the_weights_of_the_unit_that_it_names()
    {
        var values = Enumerable.Range(1, Rows * Columns).Select(i => (double)i).ToArray();
        Parameter[] parameters = [new Parameter(values.AsMemory(), new double[values.Length]).ByRows(Rows, Columns) with { Name = "w" }];
        new ReinitializeUnitsAction("w", null, null, [2], seed: 1).Apply(new Sgd(1), parameters);
        values.Index().Where(each => each.Item != each.Index + 1).Select(each => each.Index / Columns).Should().Equal(2, 2, 2);
        ParameterValues.Read(parameters)[2..4].Should().Equal(values[2 * Columns], values[3 * Columns]);
        ParameterValues.Write(ParameterValues.Read(parameters), parameters);
        values[0..6].Should().Equal(1, 2, 3, 4, 5, 6);
    }

    private static void Step(TrainingMonitor monitor, bool isByRows)
    {
        var values = Enumerable.Range(1, Rows * Columns).Select(i => (float)i).ToArray();
        var gradient = values.Select(value => value * value).ToArray();
        var optimizer = new Sgd(0.01);
        optimizer.Watch(monitor);
        for (var i = 0; i < 2; i++)
        {
            if (isByRows)
            {
                var (tensor, slope) = (Transposed(values), Transposed(gradient));
                optimizer.Step([new Parameter(tensor.AsMemory(), slope).ByRows(Rows, Columns)]);
                tensor = [.. Enumerable.Range(0, tensor.Length).Select(k => tensor[(k % Rows * Columns) + (k / Rows)])];
                tensor.CopyTo(values, 0);
            }
            else
            {
                optimizer.Step([Parameter.Matrix(values, gradient, Rows, Columns)]);
            }
        }
    }

    private static float[] Transposed(float[] byColumns) =>
        [.. Enumerable.Range(0, byColumns.Length).Select(i => byColumns[(i / Columns) + (i % Columns * Rows)])];
}
