using System.Text;

namespace Optimizers.Diagnostics.Logs;

/// <summary>The cells of a line of a table (RFC 4180, without line ends inside a cell).</summary>
internal static class CsvCells
{
    private const string Separators = ",;\t";

    /// <summary>The separator of a header: the one of comma, semicolon and tab that is most frequent.</summary>
    public static char SeparatorOf(string header) => Separators.MaxBy(each => header.Count(letter => letter == each));

    /// <summary>Splits a line; null where a quotation mark is not closed.</summary>
    public static List<string>? Split(string line, char separator)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var letter = line[i];
            if (isQuoted && letter == '"' && i + 1 < line.Length && line[i + 1] == '"')
                cell.Append(line[i++]);
            else if (letter == '"')
                isQuoted = !isQuoted;
            else if (letter == separator && !isQuoted)
                TakeCell();
            else
                cell.Append(letter);
        }

        TakeCell();
        return isQuoted ? null : cells;

        void TakeCell()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }
    }
}
