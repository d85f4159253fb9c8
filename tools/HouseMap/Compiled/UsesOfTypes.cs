using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Optimizers.HouseMap.Compiled;

/// <summary>Walks an assembly: every use of a type, with the file that has it.</summary>
internal sealed class UsesOfTypes(PEReader image, MetadataReader metadata, SourcePlaces places)
{
    /// <summary>(file, the outermost type in it, the full name of the outermost type that it uses), with repetitions.</summary>
    public IEnumerable<(string File, TypeDefinitionHandle From, string To)> All()
    {
        foreach (var handle in metadata.TypeDefinitions)
        {
            var from = places.OutermostOf(handle);
            if (places.HomeOf(from) is not { } home)
                continue;
            foreach (var to in Named(Declared(metadata.GetTypeDefinition(handle))))
                yield return (home, from, to);
            foreach (var method in metadata.GetTypeDefinition(handle).GetMethods())
            {
                var file = places.FileOf(method) ?? home;
                foreach (var to in Named(Used(metadata.GetMethodDefinition(method))))
                    yield return (file, from, to);
            }
        }
    }

    private IEnumerable<string> Named(FoundTypes found) =>
        found.Types.Select(type => places.FullNameOf(places.OutermostOf(type))).Concat(found.References.Select(places.FullNameOf));

    private FoundTypes Declared(TypeDefinition type)
    {
        var found = new FoundTypes(metadata);
        found.Add(type.BaseType);
        foreach (var implementation in type.GetInterfaceImplementations())
            found.Add(metadata.GetInterfaceImplementation(implementation).Interface);
        foreach (var field in type.GetFields())
            found.AddSignature(metadata.GetFieldDefinition(field));
        found.AddConstraints(type.GetGenericParameters());
        return found;
    }

    private FoundTypes Used(MethodDefinition method)
    {
        var found = new FoundTypes(metadata);
        found.AddSignature(method);
        found.AddConstraints(method.GetGenericParameters());
        if (method.RelativeVirtualAddress == 0)
            return found;
        var body = image.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            found.AddLocals(body.LocalSignature);
        foreach (var region in body.ExceptionRegions)
            found.Add(region.CatchType);
        foreach (var token in InstructionTokens.In(body.GetILReader()))
            found.Add(token);
        return found;
    }
}
