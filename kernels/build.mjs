// Compiles the kernels (AssemblyScript) to WebAssembly and writes it, packed into letters, to src/engine/wasm/: all kernels to
// kernels.ts, and the matrix products once more for each other shape of their tiles (tiles.mjs), to products-*.ts, which
// are loaded only where they are faster. Run by `npm run kernels`; the results are committed, and a test compares them
// with a fresh build. Static data lies between bytes 1024 and 65536 of the memory, so an arena may begin at byte 65536;
// products have none.

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { shapes, tileSource } from './tiles.mjs';

const here = new URL('./', import.meta.url);
const target = new URL('../src/engine/wasm/', here);

const options = [
  ...['--outFile', 'kernels.wasm'],
  '-O3',
  '--noAssert',
  ...['--runtime', 'stub'],
  ...['--enable', 'simd'],
  '--importMemory',
  ...['--maximumMemory', '65536'],
  ...['--memoryBase', '1024'],
  ...['--lowMemoryLimit', '65536'],
];

/** Compiles a source file and what it imports, with tiles of a shape, and resolves to the module's bytes. */
async function compile(entry, shape) {
  let bytes;
  const relaxed = shape.fused ? ['--enable', 'relaxed-simd'] : [];
  const { error, stderr } = await asc.main([entry, ...options, ...relaxed], {
    readFile: (name) =>
      name === 'matmul-tile.ts' ? tileSource(shape) : readFile(new URL(name, here), 'utf8').catch(() => null),
    writeFile: (_name, contents) => {
      bytes = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return bytes;
}

/** Letters that need no escape in any string, nor in a page. */
const letters = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter(
  (letter) => !/["$'\\`~<]/.test(letter),
);
const hex = (bytes) => Buffer.from(bytes).toString('hex');

/**
 * A module as text: the letters, the bytes they stand for (the commonest of the module) in hexadecimal, and the bytes,
 * each as its letter or as `~` and hexadecimal, with `~~` between the three. Compressed, as scripts are on their way to a page,
 * it is a few percent larger than the module; base64, which hides where bytes begin, would be half as large again.
 */
function packed(bytes) {
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte]++;
  const common = Array.from(counts.keys())
    .sort((a, b) => counts[b] - counts[a] || a - b)
    .slice(0, letters.length)
    .sort((a, b) => a - b);
  const letterOf = new Map(common.map((byte, i) => [byte, letters[i]]));
  const body = Array.from(bytes, (byte) => letterOf.get(byte) ?? `~${hex([byte])}`).join('');
  return [letters.join(''), hex(common), body].join('~~');
}

/**
 * Compiles everything, or the shapes of tiles that are named, and resolves to the text of each file of src/engine/wasm/
 * that is built.
 */
export async function kernelSources(names = ['plain', 'fused', 'wide', 'wideFused']) {
  const sources = new Map();
  if (names.includes('plain')) {
    sources.set(
      'kernels.ts',
      `// Built from kernels/ by \`npm run kernels\`; not for editing. The WebAssembly module with every SIMD kernel, packed.
// It imports \`env.memory\` and exports functions only.

export const packedKernels: string =
  '${packed(await compile('index.ts', shapes.plain))}';
`,
    );
  }
  for (const name of names.filter((one) => one !== 'plain')) {
    const { rows, vectors, joined, fused } = shapes[name];
    sources.set(
      `products-${name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)}.ts`,
      `// Built from kernels/ by \`npm run kernels\`; not for editing. The WebAssembly module of the matrix products alone,
// packed, with tiles of ${rows} rows and ${16 * vectors} bytes${joined ? ', for V8 to widen to 256 bits' : ''}${fused ? '; multiplies and adds in one rounding' : ''}.

export const packedProducts: string =
  '${packed(await compile(fused ? 'products-fused.ts' : 'products.ts', shapes[name]))}';
`,
    );
  }
  return sources;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, source] of await kernelSources()) {
    await writeFile(new URL(name, target), source);
    console.log(`src/engine/wasm/${name}: ${source.length} characters`);
  }
}
