using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics;

/// <summary>Where a monitor says that numbers stopped being finite.</summary>
public class FirstNonFiniteTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_gradient_that_is_passed_is_named_by_its_parameter_whichever_that_is(int place)
    {
        var found = Seen(0.1, i => i == place ? [1, double.NaN] : [1, 1]);

        (found.What, found.Parameter, found.Index, found.Value).Should().Be(("gradient", $"w{place}", 1, double.NaN));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_that_overflows_is_named_by_its_parameter_whichever_that_is(int place)
    {
        var found = Seen(1e200, i => i == place ? [1, -1e150] : [0, 0]);

        (found.What, found.Parameter, found.Index, found.Value).Should().Be(("parameter", $"w{place}", 1, double.PositiveInfinity));
    }

    private static NonFiniteEvent Seen(double rate, Func<int, double[]> gradient)
    {
        var (optimizer, monitor) = (new Sgd(rate) { NonFinite = NonFiniteGradients.Pass }, new TrainingMonitor());
        optimizer.Watch(monitor);
        optimizer.Step([.. Enumerable.Range(0, 3).Select(i => new Parameter(new double[2], gradient(i)) { Name = $"w{i}" })]);
        return monitor.FirstNonFinite!;
    }
}
