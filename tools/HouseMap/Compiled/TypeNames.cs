using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Optimizers.HouseMap.Compiled;

/// <summary>Hears every type that a signature names; what the signature makes of it does not matter.</summary>
internal sealed class TypeNames : ISignatureTypeProvider<bool, object?>
{
    /// <summary>Of the assembly itself.</summary>
    public HashSet<TypeDefinitionHandle> Types { get; } = [];

    /// <summary>Of other assemblies.</summary>
    public HashSet<TypeReferenceHandle> References { get; } = [];

    public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Types.Add(handle);

    public bool GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => References.Add(handle);

    public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => false;

    public bool GetSZArrayType(bool elementType) => false;

    public bool GetArrayType(bool elementType, ArrayShape shape) => false;

    public bool GetByReferenceType(bool elementType) => false;

    public bool GetPointerType(bool elementType) => false;

    public bool GetPinnedType(bool elementType) => false;

    public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => false;

    public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) => false;

    public bool GetGenericMethodParameter(object? genericContext, int index) => false;

    public bool GetGenericTypeParameter(object? genericContext, int index) => false;

    public bool GetFunctionPointerType(MethodSignature<bool> signature) => false;
}
