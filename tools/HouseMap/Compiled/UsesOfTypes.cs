using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Optimizers.HouseMap.Compiled;

/// <summary>Walks an assembly: every use of a type of its own, with the file that has it.</summary>
internal sealed class UsesOfTypes(PEReader image, MetadataReader metadata, SourcePlaces places)
{
    /// <summary>(file, the outermost type in it, the outermost type that it uses), with repetitions.</summary>
    public IEnumerable<(string File, TypeDefinitionHandle From, TypeDefinitionHandle To)> All()
    {
        foreach (var handle in metadata.TypeDefinitions)
        {
            var from = places.OutermostOf(handle);
            if (places.HomeOf(from) is not { } home)
                continue;
            foreach (var to in Declared(metadata.GetTypeDefinition(handle)))
                yield return (home, from, places.OutermostOf(to));
            foreach (var method in metadata.GetTypeDefinition(handle).GetMethods())
            {
                var file = places.FileOf(method) ?? home;
                foreach (var to in Used(metadata.GetMethodDefinition(method)))
                    yield return (file, from, places.OutermostOf(to));
            }
        }
    }

    private HashSet<TypeDefinitionHandle> Declared(TypeDefinition type)
    {
        var found = new FoundTypes(metadata);
        found.Add(type.BaseType);
        foreach (var implementation in type.GetInterfaceImplementations())
            found.Add(metadata.GetInterfaceImplementation(implementation).Interface);
        foreach (var field in type.GetFields())
            found.AddSignature(metadata.GetFieldDefinition(field));
        found.AddConstraints(type.GetGenericParameters());
        return found.Types;
    }

    private HashSet<TypeDefinitionHandle> Used(MethodDefinition method)
    {
        var found = new FoundTypes(metadata);
        found.AddSignature(method);
        found.AddConstraints(method.GetGenericParameters());
        if (method.RelativeVirtualAddress == 0)
            return found.Types;
        var body = image.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            found.AddLocals(body.LocalSignature);
        foreach (var region in body.ExceptionRegions)
            found.Add(region.CatchType);
        foreach (var token in InstructionTokens.In(body.GetILReader()))
            found.Add(token);
        return found.Types;
    }
}
