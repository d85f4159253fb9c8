using System.Text;

namespace Optimizers.Diagnostics;

/// <summary>Texts that hold what a caller named, so that they stay texts where they are shown.</summary>
internal static class PlainText
{
    // What CommonMark 0.31 and tables of GitHub Flavored Markdown 0.29 read as more than a character, wherever it stands in a line.
    private const string Marks = @"\`*_[]<>|&~#!$@";

    /// <summary>
    /// One line: line breaks are spaces; control characters and halves of surrogate pairs, which a terminal or a file could not take, are U+FFFD.
    /// </summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                line.Append(text, i++, 2);
            else if (text[i] is '\r' or '\n' or '\t' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029')
                line.Append(' ');
            else
                line.Append(char.IsControl(text[i]) || char.IsSurrogate(text[i]) ? '\uFFFD' : text[i]);
        }

        return line.ToString();
    }

    /// <summary>Markdown that shows the text as it is, in a line that it does not begin.</summary>
    public static string Markdown(string text)
    {
        var line = OneLine(text).Trim();
        var escaped = new StringBuilder(line.Length);
        foreach (var letter in line)
        {
            if (Marks.Contains(letter))
                escaped.Append('\\');
            escaped.Append(letter);
        }

        // Neither is an address a link.
        return escaped.Replace("://", @"\://").Replace("www.", @"www\.").ToString();
    }
}
