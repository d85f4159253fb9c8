// Those of the page.
global using System.Runtime.CompilerServices;
global using MathNet.Numerics.LinearAlgebra;
global using Optimizers;
global using Optimizers.Arithmetic;
global using Optimizers.Steps;
