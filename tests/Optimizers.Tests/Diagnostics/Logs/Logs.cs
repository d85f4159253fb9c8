using System.Text;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Logs;

/// <summary>Logs in memory.</summary>
internal static class Logs
{
    /// <summary>Reads a text; its lines end as the text says.</summary>
    public static TrainingLog Read(string text, TrainingLogOptions? options = null, string name = "train.log")
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return TrainingLog.Read(stream, name, options);
    }

    /// <summary>A header and rows, each line with its end.</summary>
    public static string Lines(string header, IEnumerable<string> rows) => string.Concat(rows.Prepend(header).Select(line => line + "\n"));

    /// <summary>The message of the error that a text is refused with.</summary>
    public static string Refusal(string text, TrainingLogOptions? options = null) =>
        FluentActions.Invoking(() => Read(text, options)).Should().Throw<InvalidDataException>().Which.Message;
}
