namespace Optimizers.HouseMap.Compiled;

/// <summary>That one file uses another: in a signature, a base type, a field or a method's body.</summary>
/// <param name="FromFile">The path of what uses, as that of <see cref="CompiledType.Home"/>.</param>
/// <param name="FromType">The type in it.</param>
/// <param name="ToFile">The path of what is used.</param>
/// <param name="ToType">The type in it.</param>
public sealed record Arrow(string FromFile, string FromType, string ToFile, string ToType)
{
    public override string ToString() => $"{FromFile} ({FromType}) -> {ToFile} ({ToType})";
}
