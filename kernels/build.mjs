// Compiles the kernels (AssemblyScript) to one WebAssembly module and writes it, in hexadecimal, to
// src/engine/wasm/kernels.ts. Run by `npm run kernels`; the result is committed, and a test compares it with a fresh
// build. Static data lies between bytes 1024 and 65536 of the memory, so an arena may begin at byte 65536.

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const here = new URL('./', import.meta.url);
const target = new URL('../src/engine/wasm/kernels.ts', here);

const options = [
  'index.ts',
  '--outFile', 'kernels.wasm',
  '-O3',
  '--noAssert',
  '--runtime', 'stub',
  '--enable', 'simd',
  '--importMemory',
  '--maximumMemory', '65536',
  '--memoryBase', '1024',
  '--lowMemoryLimit', '65536',
];

/** Compiles the kernels in memory and resolves to the module's bytes. */
export async function compileKernels() {
  let bytes;
  const { error, stderr } = await asc.main(options, {
    readFile: (name) => readFile(new URL(name, here), 'utf8').catch(() => null),
    writeFile: (_name, contents) => {
      bytes = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return bytes;
}

/** The text of src/engine/wasm/kernels.ts for a compiled module. */
export function kernelsSource(bytes) {
  return `// Built from kernels/ by \`npm run kernels\`; not for editing. The WebAssembly module with every SIMD kernel, in
// hexadecimal: two letters a byte compress a good deal better than base64, which hides where bytes begin.
// It imports \`env.memory\` and exports functions only.

export const kernelsHex: string =
  '${Buffer.from(bytes).toString('hex')}';
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bytes = await compileKernels();
  await writeFile(target, kernelsSource(bytes));
  console.log(`${fileURLToPath(target)}: ${bytes.length} bytes of WebAssembly`);
}
