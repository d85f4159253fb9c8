using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Optimizers.HouseMap.Compiled;

/// <summary>The types of compiled assemblies, the source files they come from, and which of these use which.</summary>
public sealed class CompiledHouse
{
    private CompiledHouse(IReadOnlyList<CompiledType> types, IReadOnlyList<Arrow> arrows, IReadOnlyList<(string File, string Namespace)> imports)
    {
        Types = types;
        Arrows = arrows;
        Imports = imports;
    }

    /// <summary>In the order of their homes.</summary>
    public IReadOnlyList<CompiledType> Types { get; }

    /// <summary>Between files that differ, each once, in order.</summary>
    public IReadOnlyList<Arrow> Arrows { get; }

    /// <summary>The namespaces that files import: an arrow to a constant leaves no other trace in what is compiled.</summary>
    public IReadOnlyList<(string File, string Namespace)> Imports { get; }

    /// <summary>Reads assemblies, each with the portable PDB beside it.</summary>
    /// <param name="assemblies">The paths: of <c>Optimizers.dll</c>, built from <c>src/Optimizers</c>, and of those built upon it.</param>
    /// <exception cref="IOException">A file is missing.</exception>
    public static CompiledHouse Read(params IEnumerable<string> assemblies)
    {
        var read = assemblies.Select(ReadAssembly).ToList();
        var homes = read.SelectMany(each => each.Homes).ToDictionary(StringComparer.Ordinal);
        var arrows = new SortedDictionary<string, Arrow>(StringComparer.Ordinal);
        foreach (var (file, from, to) in read.SelectMany(each => each.Uses))
        {
            if (!homes.TryGetValue(to, out var used) || used.Home == file)
                continue;
            var arrow = new Arrow(file, from, used.Home, used.Name);
            arrows.TryAdd(arrow.ToString(), arrow);
        }

        return new(
            [.. read.SelectMany(each => each.Types).OrderBy(type => type.Home, StringComparer.Ordinal)],
            [.. arrows.Values],
            [.. read.SelectMany(each => each.Imports).Distinct().Order()]);
    }

    private static ReadParts ReadAssembly(string assembly)
    {
        using var image = new PEReader(File.OpenRead(assembly));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(assembly, ".pdb")));
        var metadata = image.GetMetadataReader();
        var places = new SourcePlaces(metadata, symbols.GetMetadataReader(), Path.GetFileNameWithoutExtension(assembly));
        var imports = from method in metadata.MethodDefinitions
                      let file = places.FileOf(method)
                      where file is not null
                      from space in places.ImportsOf(method)
                      select (file, space);
        return new(
            [.. places.Types()],
            places.Homes(),
            [.. new UsesOfTypes(image, metadata, places).All().Select(use => (use.File, places.NameOf(use.From), use.To)).Distinct()],
            [.. imports.Distinct()]);
    }

    private sealed record ReadParts(
        IReadOnlyList<CompiledType> Types,
        IReadOnlyDictionary<string, (string Home, string Name)> Homes,
        IReadOnlyList<(string File, string From, string To)> Uses,
        IReadOnlyList<(string File, string Namespace)> Imports);
}
