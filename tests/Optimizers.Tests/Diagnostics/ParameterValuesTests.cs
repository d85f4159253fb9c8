using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics;

public sealed class ParameterValuesTests
{
    [Fact]
    public void An_entry_is_set_and_read_in_every_element_type()
    {
        foreach (var parameter in (Parameter[])
            [
                new(new double[3], new double[3]), new(new float[3], new float[3]),
                Parameter.OfHalf(new Half[3], new Half[3]), Parameter.OfBFloat16(new ushort[3], new ushort[3]),
            ])
        {
            ParameterValues.Set(parameter, 1, -1.5);
            Enumerable.Range(0, 3).Select(k => ParameterValues.Get(parameter, k)).Should().Equal(0, -1.5, 0);
        }
    }
}
