using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Optimizers.Diagnostics;
using Optimizers.HouseMap;
using Optimizers.HouseMap.Compiled;

namespace Optimizers.Tests.House;

/// <summary>The map of the public types, by the floors of the house, with what each says of itself.</summary>
public sealed partial class TypeMapTests
{
    [Fact]
    public void Every_public_type_is_on_the_map() => WrittenPart.Holds("docs/types.md", "types", Map(), nameof(TypeMapTests));

    private static string Map()
    {
        var assemblies = new[] { typeof(IOptimizer).Assembly, typeof(TrainingMonitor).Assembly };
        var homes = CompiledHouse.Read(assemblies[0].Location, assemblies[1].Location).Types
            .ToLookup(type => $"{type.Namespace}.{type.Name}", type => type.Home);
        var summaries = assemblies
            .SelectMany(each => XDocument.Load(Path.ChangeExtension(each.Location, ".xml")).Descendants("member"))
            .Where(each => each.Attribute("name")!.Value.StartsWith("T:", StringComparison.Ordinal))
            .ToDictionary(each => each.Attribute("name")!.Value[2..], each => FirstSentence(each.Element("summary")));
        var floors = assemblies.SelectMany(each => each.GetExportedTypes()).Where(type => !type.IsNested)
            .ToLookup(type => Floors.All.First(floor => floor.Rooms.Contains(Floors.RoomOf(homes[type.FullName!.Split('`')[0]].First()!)!)));
        var text = new StringBuilder();
        foreach (var floor in Floors.All.Where(floor => floors[floor].Any()))
        {
            text.Append($"\n## {char.ToUpperInvariant(floor.Name[0])}{floor.Name[1..]}\n\n| type | what it is |\n|---|---|\n");
            foreach (var type in floors[floor].OrderBy(NameOf, StringComparer.Ordinal))
                text.Append($"| `{NameOf(type)}` | {summaries[type.FullName!]} |\n");
        }

        return text.Append('\n').ToString();
    }

    private static string NameOf(Type type)
    {
        var name = type.IsGenericType
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(each => each.Name))}>" : type.Name;
        return type.Namespace == nameof(Optimizers) ? name : $"{type.Namespace!.Split('.')[^1]}.{name}";
    }

    private static string FirstSentence(XElement? summary)
    {
        var text = string.Concat((summary ?? new XElement("summary")).Nodes().Select(Text));
        text = Blanks().Replace(text, " ").Trim();
        var end = Sentence().Match(text);
        return (end.Success ? $"{text[..end.Index]}." : text).Replace("|", @"\|", StringComparison.Ordinal);
    }

    private static string Text(XNode node) => node switch
    {
        XElement { Name.LocalName: "see" or "paramref" or "typeparamref" } reference => $"`{Reference(reference)}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement other => string.Concat(other.Nodes().Select(Text)),
        _ => node.ToString().Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal),
    };

    private static string Reference(XElement reference)
    {
        var target = reference.Attributes().First(each => each.Name.LocalName is "cref" or "langword" or "name").Value;
        return target.Split('(')[0].Split('.', ':')[^1].Split('`')[0];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    // Not behind an initial or a shortened word of a source: "Lanczos, J. Res.", "Math. Prog.".
    [GeneratedRegex(@"(?<! [A-Z])(?<!Math|Anal|Comp|Sci|Res|Numer|Proc|Appl)[.:] (?=[A-Z`θ])|[.:]$")]
    private static partial Regex Sentence();
}
