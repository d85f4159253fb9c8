using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Optimizers.Diagnostics.Logs;

/// <summary>A JSON object a line.</summary>
internal sealed class JsonLinesSink(string path) : LogSink
{
    private readonly FileStream _stream = OpenLines(path);

    public override void Write(long step, ReadOnlySpan<(string Name, double Value)> values)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{{\"{Step}\": {step}");
        foreach (var (name, value) in values)
            text.Append(CultureInfo.InvariantCulture, $", \"{JsonEncodedText.Encode(name)}\": {Token(value)}");
        _stream.Write(Encoding.UTF8.GetBytes(text.Append("}\n").ToString()));
    }

    public override void Dispose() => _stream.Dispose();

    private static string Token(double value) =>
        double.IsNaN(value) ? "NaN"
        : double.IsInfinity(value) ? value > 0 ? "Infinity" : "-Infinity"
        : value.ToString("R", CultureInfo.InvariantCulture);
}
