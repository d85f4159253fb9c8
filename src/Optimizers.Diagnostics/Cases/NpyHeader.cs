using System.Globalization;

namespace Optimizers.Diagnostics;

/// <summary>The header of an array of NumPy: <c>{'descr': '&lt;f8', 'fortran_order': False, 'shape': (3, 4), }</c>.</summary>
/// <param name="Type">The type of the numbers, "&lt;f8".</param>
/// <param name="IsFortran">True where the first index is the fastest in the file.</param>
/// <param name="Shape">The extents.</param>
internal sealed record NpyHeader(string Type, bool IsFortran, IReadOnlyList<int> Shape)
{
    /// <summary>Reads the notation of Python, of which the format uses these four kinds of values only.</summary>
    /// <param name="text">The header.</param>
    /// <param name="damage">Makes the error for what is wrong.</param>
    /// <exception cref="InvalidDataException">It is another text, or lacks one of the three.</exception>
    public static NpyHeader Parse(string text, Func<string, InvalidDataException> damage)
    {
        var rest = text.AsSpan().Trim();
        string? type = null;
        bool? isFortran = null;
        int[]? shape = null;
        Expect(ref rest, '{');
        while (!TryTake(ref rest, '}'))
        {
            var key = Quoted(ref rest);
            Expect(ref rest, ':');
            switch (key)
            {
                case "descr" when type is null:
                    type = rest is ['[', ..] ? throw damage("it holds records of several fields; save an array of numbers") : Quoted(ref rest);
                    break;
                case "fortran_order" when isFortran is null:
                    isFortran = Truth(ref rest);
                    break;
                case "shape" when shape is null:
                    shape = Extents(ref rest);
                    break;
                default:
                    throw damage($"its header has the entry '{key}', unknown or for the second time");
            }

            if (!TryTake(ref rest, ',') && rest is not ['}', ..])
                throw Unreadable();
        }

        if (!rest.IsEmpty)
            throw Unreadable();
        return type is not null && isFortran is { } order && shape is not null ? new(type, order, shape)
            : throw damage("its header lacks 'descr', 'fortran_order' or 'shape'");

        InvalidDataException Unreadable() => damage("its header is no dictionary in the notation of Python");

        void Expect(ref ReadOnlySpan<char> at, char letter)
        {
            if (!TryTake(ref at, letter))
                throw Unreadable();
        }

        string Quoted(ref ReadOnlySpan<char> at)
        {
            var end = at is ['\'' or '"', ..] ? at[1..].IndexOf(at[0]) : -1;
            if (end < 0)
                throw Unreadable();
            var text = at[1..(end + 1)].ToString();
            at = at[(end + 2)..].TrimStart();
            return text;
        }

        bool Truth(ref ReadOnlySpan<char> at)
        {
            var isTrue = at.StartsWith("True");
            if (!isTrue && !at.StartsWith("False"))
                throw Unreadable();
            at = at[(isTrue ? 4 : 5)..].TrimStart();
            return isTrue;
        }

        int[] Extents(ref ReadOnlySpan<char> at)
        {
            var extents = new List<int>();
            Expect(ref at, '(');
            while (!TryTake(ref at, ')'))
            {
                var digits = at.IndexOfAnyExceptInRange('0', '9');
                if (digits <= 0 || !int.TryParse(at[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var extent))
                    throw damage("its shape is no tuple of whole numbers that are 0 or above and below 2³¹");
                extents.Add(extent);
                at = at[digits..];
                TryTake(ref at, 'L'); // As Python 2 wrote it.
                at = at.TrimStart();
                if (!TryTake(ref at, ',') && at is not [')', ..])
                    throw Unreadable();
            }

            return [.. extents];
        }
    }

    private static bool TryTake(ref ReadOnlySpan<char> at, char letter)
    {
        if (at.IsEmpty || at[0] != letter)
            return false;
        at = at[1..].TrimStart();
        return true;
    }
}
