using System.Reflection.Metadata;

namespace Optimizers.HouseMap.Compiled;

/// <summary>Collects the types that a piece of metadata names, in all of its parts.</summary>
internal sealed class FoundTypes(MetadataReader metadata)
{
    private readonly TypeNames _names = new();

    /// <summary>Those of the assembly itself.</summary>
    public HashSet<TypeDefinitionHandle> Types => _names.Types;

    /// <summary>Those of other assemblies.</summary>
    public HashSet<TypeReferenceHandle> References => _names.References;

    public void Add(EntityHandle handle)
    {
        if (handle.IsNil)
            return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                Types.Add((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeReference:
                References.Add((TypeReferenceHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_names, null);
                break;
            case HandleKind.MethodDefinition:
                Types.Add(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                Types.Add(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                Add(metadata.GetMemberReference((MemberReferenceHandle)handle).Parent);
                break;
            case HandleKind.MethodSpecification:
                var method = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                method.DecodeSignature(_names, null);
                Add(method.Method);
                break;
            default:
                break;
        }
    }

    public void AddSignature(FieldDefinition field) => field.DecodeSignature(_names, null);

    public void AddSignature(MethodDefinition method) => method.DecodeSignature(_names, null);

    public void AddLocals(StandaloneSignatureHandle locals) => metadata.GetStandaloneSignature(locals).DecodeLocalSignature(_names, null);

    public void AddConstraints(GenericParameterHandleCollection parameters)
    {
        foreach (var parameter in parameters)
        {
            foreach (var constraint in metadata.GetGenericParameter(parameter).GetConstraints())
                Add(metadata.GetGenericParameterConstraint(constraint).Type);
        }
    }
}
