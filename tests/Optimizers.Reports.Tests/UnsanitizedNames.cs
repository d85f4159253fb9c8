namespace Optimizers.Reports.Tests;

/// <summary>Names as users may give them to runs, parameters, layers and causes; none is empty or blank.</summary>
internal static class UnsanitizedNames
{
    public static IReadOnlyList<string> All { get; } =
    [
        "学习率", "学习", "ставка", "tasa de aprendizaje", "معدل التعلم", "שיעור למידה", "ΔW", "δw", "İstanbul", "ısı",
        "straße", "STRASSE", "é", "e\u0301",
        "🚀", "🧨", "👩‍🔬", "🏳️‍🌈", ".", "..", "...", "/", "\\",
        "a/b", "a\\b", "a:b", "../../etc/passwd", "C:\\Windows", "~", "$HOME", "%PATH%", "`id`",
        "CON", "con", "PRN", "AUX", "NUL", "COM1",
        "LPT1.txt", "trailing dot.", "trailing space ", " leading space", "a b", "a  b",
        "A b", "a\tb", "a\nb",
        "\u0000", "\u001b[31mred", "\u202egnp.exe", "\ufeff", "\ud800", "\udc00x", "a\u2028b",
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
        "a|b", "| --- |", "**bold** _it_", "[x](javascript:alert(1))", "![x](http://x/y.png)", "https://example.org",
        "# heading", "- item", "1. item",
        "&lt;b&gt;", "&amp;", "\"quoted\"", "'; DROP TABLE runs; --", "]]>", "-->",
        "{{7*7}}", "${jndi:x}", "\\\\", "\\|", "```", "W1[0,0]",
        new string('a', 300), new string('a', 301), "x" + new string('é', 200),
    ];
}
