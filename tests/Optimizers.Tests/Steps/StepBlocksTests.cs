using CsCheck;
using Optimizers.Steps;

namespace Optimizers.Tests.Steps;

/// <summary>The arithmetic of blocks at lengths that nobody allocates in a test.</summary>
public sealed class StepBlocksTests
{
    [Fact]
    public void The_blocks_of_parameters_cover_each_element_once_in_order_up_to_the_longest_arrays()
    {
        var length = Gen.OneOf(
            Gen.Int[0, 3 * StepBlocks.Length], Gen.Int[int.MaxValue - StepBlocks.Length - 2, int.MaxValue], Gen.Const(int.MaxValue), Gen.Const(0));
        length.Array[1, 3].Sample(
            lengths =>
            {
                var blocks = new StepBlocks(lengths, lengths.Sum(each => 4L * each));
                var index = 0;
                for (var position = 0; position < lengths.Length; position++)
                {
                    long covered = 0;
                    for (var number = 0; number < StepBlocks.CountOf(lengths[position]); number++)
                    {
                        var block = blocks[index++];
                        (block.Position, block.Number, block.Start).Should().Be((position, number, (int)covered));
                        block.Count.Should().BeInRange(1, StepBlocks.Length);
                        covered += block.Count;
                    }

                    covered.Should().Be(lengths[position]);
                }

                index.Should().Be(blocks.Count);
            },
            iter: 40,
            seed: "0N0XIzNsQ0O2");
    }

    [Fact]
    public void The_segments_of_a_column_do_not_overflow_at_the_end_of_the_longest_parameter()
    {
        // A block at the end of 2³¹ − 1 elements, in columns of 40,000 rows.
        const int rows = 40_000;
        var start = int.MaxValue - 1000;
        float[] block = new float[1000];
        var (row, column, covered) = (-1, -1, 0);
        foreach (var segment in new StepMemory<float>(block, block, [], [], start, new Shape(rows, 53_688)).Segments(byColumn: true))
        {
            ((long)segment.Start).Should().Be(((long)segment.Column * rows) + segment.Row);
            (row, column) = (segment.Row, segment.Column);
            covered += segment.Value.Length;
        }

        covered.Should().Be(1000);
        column.Should().Be((int)((int.MaxValue - 1L) / rows));
        row.Should().BeInRange(0, rows - 1);
    }
}
