using Optimizers.Diagnostics;

namespace Optimizers.Reports.Charts;

/// <summary>The guide's tree with the path taken.</summary>
internal sealed record GuideChart : Chart
{
    /// <summary>The questions as the diagnosis asked them.</summary>
    public required IReadOnlyList<GuideStep> Path { get; init; }

    /// <summary>Every node, a question before what hangs on it, yes before no.</summary>
    public required IReadOnlyList<GuideBox> Boxes { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<ChartTable> Tables =>
        [new("The path", ["question", "answer", "because"],
            [.. Path.Select(step => (IReadOnlyList<string>)[step.Question, Answer(step.Answer), step.Because])])];

    /// <summary>"yes", "no", "not measured".</summary>
    public static string Answer(bool? answer) => answer switch { true => "yes", false => "no", null => "not measured" };

    /// <summary>Lays the tree out. The steps answer the questions from the root on, in their order.</summary>
    /// <param name="path">The steps.</param>
    public static IReadOnlyList<GuideBox> Layout(IReadOnlyList<GuideStep> path)
    {
        var boxes = new List<GuideBox>();
        var ends = 0;
        Place(GuideNode.Root, 0, -1, null, true);
        return boxes;

        double Place(GuideNode node, int depth, int parent, bool? answer, bool isTaken)
        {
            var index = boxes.Count;
            var reply = depth < path.Count ? path[depth].Answer : null;
            boxes.Add(new(node, depth, 0, parent, answer, isTaken, isTaken && (node.IsEnd || reply is null)));
            var row = node.IsEnd
                ? ends++
                : (Place(node.Yes!, depth + 1, index, true, isTaken && reply == true)
                    + Place(node.No!, depth + 1, index, false, isTaken && reply == false)) / 2;
            boxes[index] = boxes[index] with { Row = row };
            return row;
        }
    }
}
