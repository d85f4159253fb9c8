namespace Optimizers.Files;

/// <summary>What a type takes in a file and which array holds it in memory.</summary>
internal static class TensorTypeFacts
{
    /// <summary>The type of that name, or null where the format has none.</summary>
    public static TensorType? Parse(ReadOnlySpan<char> name) => name switch
    {
        "BOOL" => TensorType.BOOL,
        "F4" => TensorType.F4,
        "F6_E2M3" => TensorType.F6_E2M3,
        "F6_E3M2" => TensorType.F6_E3M2,
        "U8" => TensorType.U8,
        "I8" => TensorType.I8,
        "F8_E5M2" => TensorType.F8_E5M2,
        "F8_E4M3" => TensorType.F8_E4M3,
        "F8_E8M0" => TensorType.F8_E8M0,
        "F8_E4M3FNUZ" => TensorType.F8_E4M3FNUZ,
        "F8_E5M2FNUZ" => TensorType.F8_E5M2FNUZ,
        "I16" => TensorType.I16,
        "U16" => TensorType.U16,
        "F16" => TensorType.F16,
        "BF16" => TensorType.BF16,
        "I32" => TensorType.I32,
        "U32" => TensorType.U32,
        "F32" => TensorType.F32,
        "C64" => TensorType.C64,
        "F64" => TensorType.F64,
        "I64" => TensorType.I64,
        "U64" => TensorType.U64,
        _ => null,
    };

    extension(TensorType type)
    {
        /// <summary>The bits of one element.</summary>
        public int Bits => type switch
        {
            TensorType.F4 => 4,
            TensorType.F6_E2M3 or TensorType.F6_E3M2 => 6,
            TensorType.I16 or TensorType.U16 or TensorType.F16 or TensorType.BF16 => 16,
            TensorType.I32 or TensorType.U32 or TensorType.F32 => 32,
            TensorType.F64 or TensorType.I64 or TensorType.U64 or TensorType.C64 => 64,
            _ => 8,
        };

        /// <summary>The bytes of one element of the array that holds the type: 1 where several elements share a byte.</summary>
        public int Width => Math.Max(type.Bits / 8, 1);

        /// <summary>
        /// Whether an array of <typeparamref name="T"/> holds the type: the .NET type of the same meaning, else the unsigned integer of its width.
        /// </summary>
        public bool IsHeldBy<T>() => typeof(T) == type.Held;

        /// <summary>A new array for so many bytes of the type, with any content.</summary>
        public Array NewArray(long bytes)
        {
            var count = checked((int)(bytes / type.Width));
            return type switch
            {
                TensorType.I8 => GC.AllocateUninitializedArray<sbyte>(count),
                TensorType.I16 => GC.AllocateUninitializedArray<short>(count),
                TensorType.U16 or TensorType.BF16 => GC.AllocateUninitializedArray<ushort>(count),
                TensorType.F16 => GC.AllocateUninitializedArray<Half>(count),
                TensorType.I32 => GC.AllocateUninitializedArray<int>(count),
                TensorType.U32 => GC.AllocateUninitializedArray<uint>(count),
                TensorType.F32 => GC.AllocateUninitializedArray<float>(count),
                TensorType.F64 => GC.AllocateUninitializedArray<double>(count),
                TensorType.I64 => GC.AllocateUninitializedArray<long>(count),
                TensorType.U64 or TensorType.C64 => GC.AllocateUninitializedArray<ulong>(count),
                _ => GC.AllocateUninitializedArray<byte>(count),
            };
        }

        /// <summary>The element type of that array.</summary>
        private Type Held => type switch
        {
            TensorType.I8 => typeof(sbyte),
            TensorType.I16 => typeof(short),
            TensorType.U16 or TensorType.BF16 => typeof(ushort),
            TensorType.F16 => typeof(Half),
            TensorType.I32 => typeof(int),
            TensorType.U32 => typeof(uint),
            TensorType.F32 => typeof(float),
            TensorType.F64 => typeof(double),
            TensorType.I64 => typeof(long),
            TensorType.U64 or TensorType.C64 => typeof(ulong),
            _ => typeof(byte),
        };
    }
}
