using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace WhyItFails;

/// <summary>Shows headings, lines and tables. Work under way is a live bar in a terminal and a plain line elsewhere.</summary>
internal sealed class Display
{
    private const int RedirectedWidth = 140;

    private readonly IAnsiConsole _console;
    private readonly bool _live;

    public Display(IAnsiConsole console)
    {
        _console = console;
        _live = console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi;
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = RedirectedWidth;
    }

    /// <summary>Begins a part of the story.</summary>
    public void Heading(string text)
    {
        Line("");
        _console.MarkupLineInterpolated($"[bold]{text}[/]");
    }

    /// <summary>One line, not wrapped, so that a path stays whole.</summary>
    public void Line(string text) => _console.Profile.Out.Writer.WriteLine(text);

    /// <summary>Shows a table or another widget.</summary>
    public void Show(IRenderable renderable) => _console.Write(renderable);

    /// <summary>Does a piece of work, and shows its progress, its result and its time.</summary>
    /// <param name="title">What is done.</param>
    /// <param name="work">Does it; may report the share that is done.</param>
    /// <param name="summary">The result, in few words.</param>
    public T Work<T>(string title, Func<IProgress<double>, T> work, Func<T, string> summary)
    {
        var clock = Stopwatch.StartNew();
        if (!_live)
            _console.Profile.Out.Writer.Write($"  {title} ... ");
        var result = _live ? WithBar(title, work) : work(new Silent());
        var outcome = string.Create(CultureInfo.InvariantCulture, $"{summary(result)} ({clock.Elapsed.TotalSeconds:F1} s)");
        Line(_live ? $"  {title}: {outcome}" : outcome);
        return result;
    }

    /// <summary>Gives back the cursor that a live bar hides, if the program was stopped while one was shown.</summary>
    public void ShowCursor()
    {
        if (_live)
            _console.Cursor.Show();
    }

    private T WithBar<T>(string title, Func<IProgress<double>, T> work) =>
        _console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
            .Start(context =>
            {
                var task = context.AddTask($"  {Markup.Escape(title)}", maxValue: 1);
                task.IsIndeterminate = true;
                return work(new Bar(task));
            });

    private sealed class Silent : IProgress<double>
    {
        public void Report(double value)
        {
        }
    }

    private sealed class Bar(ProgressTask task) : IProgress<double>
    {
        public void Report(double value)
        {
            task.IsIndeterminate = false;
            task.Value = value;
        }
    }
}
