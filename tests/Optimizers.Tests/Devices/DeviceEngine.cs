using ILGPU;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

namespace Optimizers.Tests.Devices;

/// <summary>ILGPU without a device: its accelerator on the processor, and its compiler for CUDA.</summary>
public sealed class DeviceEngine : IDisposable
{
    private readonly Context _context = Context.Create(builder => builder.CPU());

    public DeviceEngine()
    {
        Accelerator = _context.CreateCPUAccelerator(0);
        Compiler = new PTXBackend(
            _context, new CudaCapabilityContext(CudaArchitecture.SM_80), CudaArchitecture.SM_80, CudaInstructionSet.ISA_70, null!);
    }

    /// <summary>Runs kernels on the processor.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>Makes PTX text of kernels.</summary>
    public PTXBackend Compiler { get; }

    public void Dispose()
    {
        Compiler.Dispose();
        Accelerator.Dispose();
        _context.Dispose();
    }
}
