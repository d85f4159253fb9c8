namespace Optimizers.Tests.FrontDoor;

/// <summary>What a link concludes of all parameters of a group together.</summary>
public sealed class GroupLinkTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_round_over_a_group_is_concluded_before_a_rule_and_behind_it(bool isBefore)
    {
        var link = new GroupLink();
        IOptimizer optimizer = isBefore ? new Sgd(1).Before(link) : new Sgd(1).Then(link);
        double[] a = [0], b = [0, 0];
        optimizer.Step([(a, new double[] { 3 }), (b, new double[] { 0, 4 })]);
        optimizer.Step([(a, new double[] { 1 }), (b, new double[] { 1, 1 })]);
        link.Sums.Should().Equal(25, 3);
    }
}
