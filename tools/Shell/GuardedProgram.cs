namespace Optimizers.Shell;

/// <summary>A program that ends with one line and exit code 1 where its standard output or its folder refuses.</summary>
internal static class GuardedProgram
{
    /// <summary>Runs it.</summary>
    /// <returns>Its exit code, or 1.</returns>
    public static async Task<int> Run(Func<Task<int>> program)
    {
        Console.SetOut(new GuardedWriter(Console.Out));
        try
        {
            return await program();
        }
        catch (Exception e) when (e is StandardOutputException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message.ReplaceLineEndings(" "));
            return 1;
        }
    }

    /// <summary>Runs it.</summary>
    /// <returns>Its exit code, or 1.</returns>
    public static int Run(Func<int> program) => Run(() => Task.FromResult(program())).GetAwaiter().GetResult();
}
