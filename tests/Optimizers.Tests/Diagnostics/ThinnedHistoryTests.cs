using Optimizers.Diagnostics.Monitoring;

namespace Optimizers.Tests.Diagnostics;

public class ThinnedHistoryTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(9, 1)]
    [InlineData(64, 8)]
    [InlineData(100, 200)]
    public void It_holds_the_same_whether_its_memory_is_there_from_the_beginning_or_grows(int capacity, int room)
    {
        var (whole, growing) = (new ThinnedHistory<int>(capacity), new ThinnedHistory<int>(capacity, room));
        for (var value = 0; value < 5 * capacity; value++)
        {
            whole.Add(value);
            growing.Add(value);
            growing.ToArray().Should().Equal(whole.ToArray()).And.HaveCountLessThanOrEqualTo(capacity);
        }
    }
}
