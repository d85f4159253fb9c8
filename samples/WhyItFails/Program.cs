using System.CommandLine;
using MathNet.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;
using Optimizers;
using Optimizers.Shell;
using Spectre.Console;
using WhyItFails;

const int Failed = 1, WrongUsage = 2, Cancelled = 130;

// The matrices of a mini-batch are too small to be worth a second thread.
Control.UseSingleThread();
LinearAlgebraControl.Provider = new SimdLinearAlgebraProvider();

var output = new StandardOutput(new AnsiConsoleOutput(Console.Out));
var display = new Display(AnsiConsole.Create(new() { Out = output }));
var parsed = Options.Command(Run).Parse(args);
if (parsed.Errors is [var error, ..])
{
    Console.Error.WriteLine($"{error.Message.ReplaceLineEndings(" ")} See --help.");
    return WrongUsage;
}
try
{
    var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output.Writer });
    if (exitCode == Cancelled)
        Console.Error.WriteLine("Cancelled.");
    return exitCode;
}
catch (StandardOutputException e)
{
    return Refused(e);
}
finally
{
    try
    {
        display.ShowCursor();
    }
    catch (StandardOutputException)
    {
        // What was not shown has been told.
    }
}

static int Refused(StandardOutputException refusal)
{
    Console.Error.WriteLine(refusal.Message);
    return Failed;
}

int Run(Options options, CancellationToken cancellationToken)
{
    try
    {
        MainJob.Run(options, display, cancellationToken);
        return 0;
    }
    catch (OperationCanceledException)
    {
        return Cancelled;
    }
    catch (StandardOutputException e)
    {
        return Refused(e);
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"The report and the pictures cannot be written to '{options.Output}': {e.Message.ReplaceLineEndings(" ")}");
        return Failed;
    }
}
