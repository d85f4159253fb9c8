using System.Text;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Cases;

/// <summary>Arrays that NumPy wrote (Fixtures/npy_files.py), and such that nobody should believe.</summary>
public class NpyFileTests
{
    private static readonly double[] Values = [.. Enumerable.Range(0, 24).Select(k => (3.0 * k) - 7)];

    [Theory]
    [EveryOrderAndType]
    public void Arrays_of_NumPy_are_read_in_every_order_and_type(string name, bool isInteger)
    {
        var array = Fixture(name);

        array.Shape.Should().Equal(2, 3, 4);
        array.Values.Should().Equal(Values);
        array.IsInteger.Should().Be(isInteger);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_version_is_read(int version) => Fixture($"version-{version}").Values.Should().Equal(Values);

    [Fact]
    public void Bytes_and_truth_values_are_integers()
    {
        Fixture("C-u1").Values.Should().Equal(Values.Select(value => value + 7));
        Fixture("C-bool").Values.Should().Equal(Values.Select(value => value > 0 ? 1.0 : 0.0));
        Fixture("C-bool").IsInteger.Should().BeTrue();
    }

    [Fact]
    public void A_single_number_and_an_empty_array_are_read()
    {
        Fixture("C-number").Should().Match<NpyFile>(array => array.Shape.Count == 0 && array.Values[0] == 2.5);
        Fixture("C-empty").Should().Match<NpyFile>(array => array.Shape.SequenceEqual(new[] { 0, 3 }) && array.Values.Length == 0);
    }

    [Theory]
    [InlineData("C-objects", "pickled Python objects, which are not read")]
    [InlineData("C-fields", "records of several fields")]
    [InlineData("C-text", "are of the type '<U3'")]
    public void What_is_no_number_is_refused(string name, string why) =>
        FluentActions.Invoking(() => Fixture(name)).Should().Throw<InvalidDataException>().WithMessage($"{name}.npy: *{why}*");

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_an_error()
    {
        var whole = Bytes("C-little-f4");
        for (var length = 0; length < whole.Length; length++)
            FluentActions.Invoking(() => Read(whole[..length])).Should().Throw<InvalidDataException>().WithMessage("x.npy: it is cut off*");
        FluentActions.Invoking(() => Read([.. whole, 0])).Should().Throw<InvalidDataException>().WithMessage("*goes on behind the 24 numbers*");
    }

    [Theory]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2147483647, 2147483647), }", "more numbers than can be read")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }", "whole numbers")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", "whole numbers")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000,), }", "more numbers than can be read|is cut off")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, }", "lacks")]
    [InlineData("{'descr': '<f8', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", "for the second time")]
    [InlineData("{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)}", "no dictionary")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} + 1", "no dictionary")]
    [InlineData("{'descr': '|V1000000000', 'fortran_order': False, 'shape': (1,)}", "of the type '|V1000000000'")]
    [InlineData("__import__('os').abort()", "no dictionary")]
    [InlineData("", "no dictionary")]
    public void A_header_that_nobody_should_believe_is_an_error(string header, string why)
    {
        var message = FluentActions.Invoking(() => Read(FileOf(header))).Should().Throw<InvalidDataException>().Which.Message;
        why.Split('|', 2).Append(why).Should().Contain(part => part.Length > 0 && message.Contains(part));
    }

    [Fact]
    public void Another_file_and_a_later_version_are_told()
    {
        FluentActions.Invoking(() => Read("PK\u0003\u0004 a zip file"u8.ToArray()))
            .Should().Throw<InvalidDataException>().WithMessage("*no .npy file*");
        var later = Bytes("C-little-f4");
        later[6] = 4;
        FluentActions.Invoking(() => Read(later)).Should().Throw<InvalidDataException>().WithMessage("*version 4*");
    }

    [Fact]
    public void No_byte_of_a_header_can_do_anything_but_be_read_or_refused()
    {
        var whole = Bytes("F-big-i4");
        for (var place = 0; place < 128; place++)
        {
            foreach (var value in (byte[])[0, 1, 0x7f, 0xff, (byte)'9', (byte)'(', (byte)'\'', (byte)'L'])
            {
                var changed = whole.ToArray();
                changed[place] = value;
                try
                {
                    Read(changed);
                }
                catch (InvalidDataException)
                {
                }
            }
        }
    }

    /// <summary>A file of version 1 with a header, and eight bytes.</summary>
    internal static byte[] FileOf(string header) =>
        [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.UTF8.GetBytes(header), .. new byte[8]];

    private static NpyFile Fixture(string name) => NpyFile.Read(new MemoryStream(Bytes(name)), $"{name}.npy");

    private static byte[] Bytes(string name)
    {
        using var stream = typeof(NpyFileTests).Assembly.GetManifestResourceStream($"{name}.npy")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static NpyFile Read(byte[] bytes) => NpyFile.Read(new MemoryStream(bytes), "x.npy");

    private sealed class EveryOrderAndTypeAttribute : Xunit.Sdk.DataAttribute
    {
        public override IEnumerable<object[]> GetData(System.Reflection.MethodInfo testMethod) =>
            from order in (string[])["C", "F"]
            from end in (string[])["little", "big"]
            from type in (string[])["f4", "f8", "i4", "i8"]
            select new object[] { $"{order}-{end}-{type}", type[0] == 'i' };
    }
}
