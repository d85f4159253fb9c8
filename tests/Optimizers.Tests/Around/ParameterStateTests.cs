namespace Optimizers.Tests.Around;

/// <summary>A state whose memory is used again must have a place for everything.</summary>
public sealed class ParameterStateTests
{
    [Fact]
    public void A_state_that_differs_in_one_thing_has_no_place_for_another()
    {
        var state = State();
        ParameterVectors.AreAlike([state], [State()]).Should().BeTrue();
        ParameterState[] others =
        [
            State(kind: ElementKind.Half), State(columns: 3, rows: 2), State(group: 1), State(count: 2), State(name: "other"),
        ];
        foreach (var other in others)
            ParameterVectors.AreAlike([state], [other]).Should().BeFalse();
        ParameterVectors.AreAlike([state], null).Should().BeFalse();
        ParameterVectors.AreAlike([], null).Should().BeTrue();
    }

    private static ParameterState State(
        ElementKind kind = ElementKind.Single, int rows = 6, int columns = 0, int group = 0, int count = 1, string name = "value") =>
        new(null, kind, rows, columns, group,
            [.. Enumerable.Range(0, count).Select(_ => new StateValue(name, StateMeaning.ParameterValue, StateForm.Element, ElementKind.Single, 6))]);
}
