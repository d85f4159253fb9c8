using Optimizers.FileFuzz;
using Optimizers.Files;

namespace Optimizers.Tests.Files;

public sealed class DamageTests
{
    private static readonly byte[] Whole = FormatSeeds.All[2];

    [Fact]
    public void Every_flipped_bit_of_a_file_of_ours_is_noticed_or_changes_nothing_that_is_read()
    {
        var content = Read(Whole)!;
        for (var bit = 0; bit < 8 * Whole.Length; bit++)
        {
            var damaged = (byte[])Whole.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            if (Read(damaged) is { } read)
                AreEqual(read, content).Should().BeTrue("bit {0} of byte {1}", bit % 8, bit / 8);
        }
    }

    [Fact]
    public void Every_file_that_is_cut_off_or_has_more_bytes_is_refused()
    {
        for (var length = 0; length < Whole.Length; length++)
            Read(Whole[..length]).Should().BeNull();
        Read([.. Whole, 0]).Should().BeNull();
        Read(Whole).Should().NotBeNull();
    }

    [Fact]
    public void Mutated_files_are_refused_or_read_and_take_no_more_memory_and_time_than_they_warrant()
    {
        var session = new FormatFuzzSession();
        session.Run(first: 0, count: 20_000);
        session.Findings.Should().BeEmpty();
        session.Read.Should().BeGreaterThan(100, "some mutations leave a valid file");
    }

    [Fact]
    public void Mutated_files_of_optimizers_are_refused_or_read_and_take_no_more_memory_and_time_than_they_warrant()
    {
        var session = new FuzzSession();
        session.Run(first: 0, count: 10_000);
        session.Findings.Should().BeEmpty();
        session.Read.Should().BeGreaterThan(10, "some mutations leave a valid file");
    }

    private static bool AreEqual(SafetensorsContent one, SafetensorsContent other) =>
        one.Metadata.Count == other.Metadata.Count
        && one.Metadata.All(pair => other.Metadata.TryGetValue(pair.Key, out var value) && value == pair.Value)
        && one.Tensors.Select(tensor => tensor.Name).SequenceEqual(other.Tensors.Select(tensor => tensor.Name))
        && one.Tensors.Zip(other.Tensors).All(pair => StoredBytes.AreEqual(pair.First, pair.Second));

    private static SafetensorsContent? Read(byte[] file)
    {
        SafetensorsContent? known = null;
        SafetensorsContent? flowing = null;
        try
        {
            known = SafetensorsReader.Read(new MemoryStream(file));
        }
        catch (InvalidDataException)
        {
        }

        try
        {
            flowing = SafetensorsReader.Read(new OneWayStream(file));
        }
        catch (InvalidDataException)
        {
        }

        (known is null).Should().Be(flowing is null, "the way the bytes come does not decide");
        return known;
    }
}
