using System.Reflection.Metadata;
using System.Text;

namespace Optimizers.HouseMap.Compiled;

/// <summary>Which source file a type or method comes from, as the portable PDB says.</summary>
internal sealed class SourcePlaces
{
    // TypeDefinitionDocuments of the portable PDB format: where a type without code of its own stands.
    private static readonly Guid TypeDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    private const string Main = "Optimizers";

    private readonly MetadataReader _metadata;
    private readonly MetadataReader _symbols;
    private readonly string _root;
    private readonly string _package;
    private readonly Dictionary<TypeDefinitionHandle, SortedSet<string>> _files = [];

    public SourcePlaces(MetadataReader metadata, MetadataReader symbols, string assemblyName)
    {
        _metadata = metadata;
        _symbols = symbols;
        _root = $"/src/{assemblyName}/";
        _package = assemblyName == Main ? "" : assemblyName[(Main.Length + 1)..] + "/";
        foreach (var handle in metadata.TypeDefinitions)
        {
            var files = FilesOf(OutermostOf(handle));
            foreach (var method in metadata.GetTypeDefinition(handle).GetMethods())
            {
                if (FileOf(method) is { } file)
                    files.Add(file);
            }

            foreach (var information in symbols.GetCustomDebugInformation(handle).Select(symbols.GetCustomDebugInformation))
            {
                if (symbols.GetGuid(information.Kind) == TypeDocuments)
                    files.UnionWith(DocumentsIn(information.Value));
            }
        }
    }

    /// <summary>The types that are nested in no other and come from a source file.</summary>
    public IEnumerable<CompiledType> Types() =>
        from entry in _files
        let home = HomeOf(entry.Key)
        where home is not null
        select new CompiledType(_metadata.GetString(_metadata.GetTypeDefinition(entry.Key).Namespace), NameOf(entry.Key), home, [.. entry.Value]);

    /// <summary>The type that a nested one is in, at last.</summary>
    public TypeDefinitionHandle OutermostOf(TypeDefinitionHandle handle)
    {
        while (_metadata.GetTypeDefinition(handle).GetDeclaringType() is { IsNil: false } outer)
            handle = outer;
        return handle;
    }

    /// <summary>The file that the type is named after; null of a type that the compiler made.</summary>
    public string? HomeOf(TypeDefinitionHandle outermost)
    {
        var name = NameOf(outermost);
        var files = _files[outermost];
        return files.FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) == name) ?? files.FirstOrDefault();
    }

    public string NameOf(TypeDefinitionHandle handle) => _metadata.GetString(_metadata.GetTypeDefinition(handle).Name).Split('`')[0];

    /// <summary>The namespace and the name, with the number of type parameters.</summary>
    public string FullNameOf(TypeDefinitionHandle outermost)
    {
        var type = _metadata.GetTypeDefinition(outermost);
        return $"{_metadata.GetString(type.Namespace)}.{_metadata.GetString(type.Name)}";
    }

    /// <summary>The namespace and the name of the type of another assembly that this one is, or is in.</summary>
    public string FullNameOf(TypeReferenceHandle reference)
    {
        var type = _metadata.GetTypeReference(reference);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? FullNameOf((TypeReferenceHandle)type.ResolutionScope)
            : $"{_metadata.GetString(type.Namespace)}.{_metadata.GetString(type.Name)}";
    }

    /// <summary>Home and name of every type that is nested in no other and comes from a source file, by its full name.</summary>
    public Dictionary<string, (string Home, string Name)> Homes() => _files.Keys
        .Where(type => HomeOf(type) is not null)
        .ToDictionary(FullNameOf, type => (HomeOf(type)!, NameOf(type)), StringComparer.Ordinal);

    /// <summary>The file of a method's first line; null of a method without one, as an abstract one.</summary>
    public string? FileOf(MethodDefinitionHandle method)
    {
        var information = _symbols.GetMethodDebugInformation(method);
        if (information.SequencePointsBlob.IsNil)
            return null;
        foreach (var point in information.GetSequencePoints())
        {
            if (!point.IsHidden)
                return Under(point.Document);
        }

        return null;
    }

    /// <summary>The namespaces that a method's file imports, and those around it.</summary>
    public IEnumerable<string> ImportsOf(MethodDefinitionHandle method)
    {
        foreach (var local in _symbols.GetLocalScopes(method))
        {
            for (var handle = _symbols.GetLocalScope(local).ImportScope; !handle.IsNil; handle = _symbols.GetImportScope(handle).Parent)
            {
                foreach (var import in _symbols.GetImportScope(handle).GetImports())
                {
                    if (import.Kind == ImportDefinitionKind.ImportNamespace)
                        yield return Encoding.UTF8.GetString(_symbols.GetBlobBytes(import.TargetNamespace));
                }
            }
        }
    }

    private SortedSet<string> FilesOf(TypeDefinitionHandle outermost)
    {
        if (!_files.TryGetValue(outermost, out var files))
            _files[outermost] = files = new(StringComparer.Ordinal);
        return files;
    }

    private List<string> DocumentsIn(BlobHandle value)
    {
        var found = new List<string>();
        var blob = _symbols.GetBlobReader(value);
        while (blob.RemainingBytes > 0)
        {
            if (Under(System.Reflection.Metadata.Ecma335.MetadataTokens.DocumentHandle(blob.ReadCompressedInteger())) is { } file)
                found.Add(file);
        }

        return found;
    }

    // The path under src/Optimizers, or with the package before it under src/Optimizers.<package>; null of generated code.
    private string? Under(DocumentHandle document)
    {
        var path = _symbols.GetString(_symbols.GetDocument(document).Name).Replace('\\', '/');
        var start = path.LastIndexOf(_root, StringComparison.Ordinal);
        var file = start < 0 ? null : path[(start + _root.Length)..];
        return file is null || file.StartsWith("obj/", StringComparison.Ordinal) ? null : _package + file;
    }
}
