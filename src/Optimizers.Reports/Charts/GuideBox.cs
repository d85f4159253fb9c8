namespace Optimizers.Reports.Charts;

/// <summary>A node of the guide's tree where it is drawn.</summary>
/// <param name="Node">The node.</param>
/// <param name="Depth">How many answers lead to it.</param>
/// <param name="Row">Its height in rows of ends, from 0 at the top; a question is amid its ends.</param>
/// <param name="Parent">The index of the question it hangs on; −1 at the root.</param>
/// <param name="Answer">The answer that leads to it; null at the root.</param>
/// <param name="IsTaken">True if the path goes through it.</param>
/// <param name="IsLast">True if the path ends here: an end, or a question without an answer.</param>
internal sealed record GuideBox(GuideNode Node, int Depth, double Row, int Parent, bool? Answer, bool IsTaken, bool IsLast);
