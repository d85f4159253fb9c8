namespace Optimizers.Tests;

internal static class Refusal
{
    /// <summary>The exception is a T, names the argument, and its message has all the parts.</summary>
    public static void Of<T>(Action action, string argument, params string[] parts) where T : ArgumentException
    {
        var exception = action.Should().Throw<T>().Which;
        exception.ParamName.Should().Be(argument);
        foreach (var part in parts)
            exception.Message.Should().Contain(part);
    }
}
