using Optimizers.Files;
using Oracle = System.IO.Hashing.XxHash3;

namespace Optimizers.Tests.Files;

public sealed class XxHash3Tests
{
    private static readonly byte[] Bytes = RandomBytes(5000);

    [Fact]
    public void Every_length_up_to_several_blocks_has_the_hash_of_the_reference()
    {
        for (var length = 0; length <= 4200; length++)
            XxHash3.Of(Bytes.AsSpan(0, length)).Should().Be(Oracle.HashToUInt64(Bytes.AsSpan(0, length)), "length {0}", length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(3000)]
    public void Pieces_of_any_length_give_the_hash_of_the_whole(int longest)
    {
        var random = new Random(longest);
        foreach (var length in new[] { 0, 1, 240, 241, 1024, 1025, 2048, 2112, 4096, 5000 })
        {
            var hash = new XxHash3();
            for (var at = 0; at < length;)
            {
                var piece = Math.Min(random.Next(0, longest + 1), length - at);
                hash.Append(Bytes.AsSpan(at, piece));
                at += piece;
            }

            hash.Finish().Should().Be(Oracle.HashToUInt64(Bytes.AsSpan(0, length)), "length {0}", length);
        }
    }

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
