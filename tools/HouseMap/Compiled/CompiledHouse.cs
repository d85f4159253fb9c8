using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Optimizers.HouseMap.Compiled;

/// <summary>The types of a compiled assembly, the source files they come from, and which of these use which.</summary>
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

    /// <summary>Reads an assembly and the portable PDB beside it.</summary>
    /// <param name="assembly">The path of <c>Optimizers.dll</c>, built from <c>src/Optimizers</c>.</param>
    /// <exception cref="IOException">One of the two files is missing.</exception>
    public static CompiledHouse Read(string assembly)
    {
        using var image = new PEReader(File.OpenRead(assembly));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(assembly, ".pdb")));
        var metadata = image.GetMetadataReader();
        var places = new SourcePlaces(metadata, symbols.GetMetadataReader(), Path.GetFileNameWithoutExtension(assembly));
        var arrows = new SortedDictionary<string, Arrow>(StringComparer.Ordinal);
        foreach (var (file, from, to) in new UsesOfTypes(image, metadata, places).All())
        {
            var (home, used) = (places.HomeOf(to), places.NameOf(to));
            if (home is null || home == file)
                continue;
            var arrow = new Arrow(file, places.NameOf(from), home, used);
            arrows.TryAdd(arrow.ToString(), arrow);
        }

        var imports = from method in metadata.MethodDefinitions
                      let file = places.FileOf(method)
                      where file is not null
                      from space in places.ImportsOf(method)
                      select (file, space);
        return new([.. places.Types().OrderBy(type => type.Home, StringComparer.Ordinal)], [.. arrows.Values], [.. imports.Distinct().Order()]);
    }
}
